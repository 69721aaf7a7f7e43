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

  // The panels of all lines, one below the other and numbered from 1. Those in a
  // folded row are below it, as they are once it is open; they are numbered from
  // a hundred times its own number.
  place(lines):: numbered(0, stacked(0, lines)),

  local stacked(top, lines) = std.flattenArrays(std.mapWithIndex(
    function(i, line)
      local above = std.foldl(
        function(sum, before) sum + before.height, lines[0:i], top
      );
      [panel { gridPos+: { y: above } } for panel in line.panels],
    lines
  )),

  local numbered(from, panels) = std.mapWithIndex(
    function(i, panel)
      local id = from + i + 1;
      panel { id: id } + (
        if !std.objectHasAll(panel, 'inside') then {}
        else {
          panels: numbered(
            100 * id, stacked(panel.gridPos.y + 1, panel.inside)
          ),
        }
      ),
    panels
  ),
}
