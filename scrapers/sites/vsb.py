"""VSB (博达): universities, hospitals, counties; articles /info/<column>/<id>.htm, listings /gzdt.htm, /gzdt/12.htm."""

from scrapers.family import Family

FAMILY = Family(
    id="vsb",
    addresses=(r"/info/\d+/\d+\.s?html?$",),
    marks=(".v_news_content", "#vsb_content"),
    body=(".v_news_content", "#vsb_content"),
)
