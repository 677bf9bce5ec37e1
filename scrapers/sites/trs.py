"""TRS WCM (拓尔思): most provincial, city and department sites, e.g. quanzhou.gov.cn, xm.gov.cn, fujian.gov.cn."""

from scrapers.family import Family

FAMILY = Family(
    id="trs",
    addresses=(r"/20\d{4}/t20\d{6}_\w+\.s?html?$",),
    listings=(r"/(?:index(?:_\d+)?\.s?html?)?$",),
    # .TRS_Editor is what an editor pasted; the others are the boxes that templates put around it.
    marks=(".trs_editor", ".trs_editor_view", ".trs_ueditor"),
    body=(
        ".trs_editor",
        ".trs_editor_view",
        ".trs_ueditor",
        ".view.trs_uedit",
        "#zoom",
        ".article_content",
        ".article-content",
    ),
    attachments=("#fjxx", ".fjxz", "#appendix", ".xl_fj"),
    links=(".list", ".news_list", ".gl_list", ".list_news"),
)
