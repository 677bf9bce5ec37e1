"""jpage (大汉 JCMS): articles /art/YYYY/M/D/art_<column>_<id>.html, e.g. wenzhou.gov.cn."""

from scrapers.family import Family

FAMILY = Family(
    id="jpage",
    addresses=(r"/art/20\d\d/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$",),
    listings=(r"/col/col\d+/(?:index\.html)?$",),
    body=("#zoom", ".article-content", ".bt-content", ".article_con", ".main-txt"),
    attachments=(".fjxz", "#fjxx"),
)
