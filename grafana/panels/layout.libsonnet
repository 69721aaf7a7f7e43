// Places panels line by line on Grafana's grid of 24 columns: no overlaps, no
// holes.
local columns = 24;

{
  // A line of panels of one height, and of equal width by default.
  line(height, panels, widths=null):: {
    local shares =
      if widths != null then widths
      else [columns / std.length(panels) for _ in panels],
    assert std.foldl(function(sum, width) sum + width, shares, 0) == columns :
           'a line must fill the grid: ' + shares,
    assert std.length(shares) == std.length(panels) : 'a width for each panel',
    height: height,
    panels: std.mapWithIndex(function(i, panel) panel {
      local left = std.foldl(function(sum, width) sum + width, shares[0:i], 0),
      gridPos: { h: height, w: shares[i], x: left, y: 0 },
    }, panels),
  },

  heading(row):: self.line(1, [row]),

  // The panels of all lines, one below the other and numbered from 1.
  place(lines)::
    local placed = std.foldl(function(sofar, line) {
      top: sofar.top + line.height,
      panels: sofar.panels + [
        panel { gridPos+: { y: sofar.top } }
        for panel in line.panels
      ],
    }, lines, { top: 0, panels: [] });
    std.mapWithIndex(
      function(index, panel) panel { id: index + 1 }, placed.panels
    ),
}
