// A private header of serve: the head and the style of the landing page. Tested
// in landing_page_test.cc.
#pragma once

#include <string_view>

namespace pitel {

inline constexpr std::string_view kLandingHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>pitel_exporter</title>
<link rel="icon" href="data:,">
<style>
:root {
  --page: #f6f7f9; --card: #fff; --text: #1c2330; --soft: #5b6475;
  --line: #dfe3ea; --link: #0b5cad; --good: #14703a; --warn: #8a5200;
  --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151b; --card: #1b2029; --text: #e6e9ef; --soft: #9aa4b5;
    --line: #303846; --link: #7db7f5; --good: #63c98c; --warn: #f0b35e;
    --bad: #ff8f85;
  }
}
body {
  margin: 0 auto; padding: 2rem 1.25rem; max-width: 72rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; }
header p { margin: .25rem 0 0; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; }
.counts { margin: 1rem 0; }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
input, select, button {
  padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .35rem;
  background: var(--card); color: var(--text); font: inherit;
}
input { flex: 1 1 12rem; }
a { color: var(--link); }
.card {
  overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card);
}
.card > p { margin: 1rem; }
table { width: 100%; border-collapse: collapse; }
caption { padding: .75rem .9rem; text-align: left; font-weight: 600; }
th, td {
  padding: .55rem .9rem; border-top: 1px solid var(--line);
  text-align: left; vertical-align: top;
}
th { font-weight: 600; }
thead th { color: var(--soft); font-size: .85rem; white-space: nowrap; }
small { display: block; color: var(--soft); font-weight: 400;
  white-space: normal; }
.number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.state, .time { white-space: nowrap; }
.state { font-weight: 600; }
.up { color: var(--good); }
.down { color: var(--bad); }
.warning { color: var(--warn); }
.waiting { color: var(--soft); }
.notice { color: var(--bad); overflow-wrap: anywhere; }
@media (max-width: 48rem) {
  body { padding: 1rem .75rem; }
  thead { display: none; }
  table, tbody, tr, th, td { display: block; }
  tr { padding: .6rem .9rem; border-top: 1px solid var(--line); }
  tbody th, td { padding: .1rem 0; border: 0; text-align: left;
    overflow-wrap: anywhere; }
  td[data-name]::before {
    content: attr(data-name) ": "; color: var(--soft);
  }
  td.number { text-align: left; }
  td.none { display: none; }
}
</style>
</head>
<body>
)";

}  // namespace pitel
