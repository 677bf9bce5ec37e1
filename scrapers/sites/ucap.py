"""UCAP (开普云): the sites of 广东 and others; articles /<column>/content/post_<id>.html."""

from scrapers.family import Family

FAMILY = Family(
    id="ucap",
    addresses=(r"/content/m?post_\d+\.s?html?$",),
    title=(".zw-title",),
    body=(".zw", "#zoomcon", ".article-content"),
)
