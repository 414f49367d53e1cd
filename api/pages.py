"""The page at `/` until the explorer takes its place."""

from urllib.parse import quote

_EXAMPLES = {
    "Which methods share datasets with FCN?": """{
  method(by: {name: "FCN"}) {
    sharesDatasetsWith(first: 5) {
      edges { node { name } sharedCount score sharedDatasets { nodes { name } } }
    }
  }
}""",
    "What has been tried on SVHN?": """{
  dataset(by: {name: "SVHN"}) {
    testedMethods(first: 20) { edges { node { name } via paperCount resultCount } }
  }
}""",
    "Which pairs of methods share most?": """{
  methodsSharingDatasets(first: 10) {
    nodes { a { name } b { name } sharedCount score sharedDatasets { nodes { name } } }
  }
}""",
}

_LINKS = "\n".join(f'<li><a href="graphql?query={quote(query)}">{title}</a></li>' for title, query in _EXAMPLES.items())

LANDING = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>citegraph</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee; }} a {{ color: #8cf; }} }}
</style>
</head>
<body>
<h1>citegraph</h1>
<p>A graph of machine-learning research: papers, methods, datasets and code, every edge with the source row that proves it.</p>
<h2>Ask</h2>
<ul>
{_LINKS}
</ul>
<p><a href="graphql">GraphiQL</a> · <a href="schema.graphql">schema</a> · <a href="metrics">metrics</a></p>
</body>
</html>
"""
