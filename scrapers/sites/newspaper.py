"""Newspaper and e-paper CMS (方正): /gb/content/YYYY-MM/DD/content_N.htm, /html/YYYY-MM/DD/content_N_M.htm."""

from scrapers.family import Family

FAMILY = Family(
    id="newspaper",
    addresses=(r"/20\d\d-\d\d/\d\d/content_\w+\.s?html?$", r"/20\d{4}/\d\d/content_\w+\.s?html"),
    listings=(r"/node_?\d+(?:_\d+)?\.s?html?$",),
    marks=("founder-content", "#ozoom"),
    title=("founder-title", ".font01"),
    body=("founder-content", "#ozoom", "#articleContent", ".article-content"),
)
