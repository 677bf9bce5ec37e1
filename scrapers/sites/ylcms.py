"""ylcms: 漳州 and its departments; articles under /cms/html/<site>/YYYY-MM-DD/."""

from scrapers.family import Family

FAMILY = Family(
    id="ylcms",
    addresses=(r"/cms/html/[^/]+/20\d\d-\d\d-\d\d/\w+\.html$",),
    listings=(r"/cms/html/.+/index\.html$", r"/cms/sitemanage/index\.shtml$"),
    body=("#Content",),
    attachments=(".attachment", "#dbfj", "#attachments"),
    links=("#resources",),
)
