"""WebPlus (苏迪): articles /YYYY/MMDD/c<column>a<id>/page.htm, listings /<column>/list.htm and list2.htm."""

from scrapers.family import Family

FAMILY = Family(
    id="webplus",
    addresses=(r"/20\d\d/\d{4}/c\d+a\d+/page\w*\.htm$",),
    marks=(".wp_articlecontent",),
    title=(".arti_title",),
    body=(".wp_articlecontent",),
)
