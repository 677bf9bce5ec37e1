"""www.gov.cn: a stray </html> stands after its header (see page.parse); the text is in #UCAP-CONTENT."""

from scrapers.family import Family

FAMILY = Family(
    id="govcn",
    addresses=(r"/(?:zhengce|yaowen|xinwen|lianbo|gongbao)/.*20\d\d-?\d\d/.*content_\d+\.htm",),
    marks=("#UCAP-CONTENT",),
    body=("#UCAP-CONTENT", ".pages_content", "#pages_content"),
)
