// Marks over a chart: a line where each begins, a tint as long as it lasts.
import { useTheme2 } from '@grafana/ui';
import uPlot from 'uplot';
import { useLayoutEffect } from 'react';

const markSize = 5;
const tint = 0.12;

function drawMark(plot, { from, to }, color) {
  const { ctx, bbox } = plot;
  const place = (time) =>
    Math.min(
      Math.max(plot.valToPos(time, 'x', true), bbox.left),
      bbox.left + bbox.width
    );
  const left = place(from);
  const right = place(to);
  ctx.globalAlpha = tint;
  ctx.fillStyle = color;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = color;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(left, bbox.top);
  ctx.lineTo(left, bbox.top + bbox.height);
  ctx.stroke();
  const height = markSize * uPlot.pxRatio;
  ctx.fillRect(
    left,
    bbox.top + bbox.height,
    Math.max(right - left, height),
    height / 2
  );
}

const isVisible = ({ from, to }, { min, max }) => to >= min && from <= max;

// Drawn by the plot of `config`, which is made after this.
export function Annotations({ config, marks }) {
  const theme = useTheme2();
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      plot.ctx.save();
      for (const mark of marks) {
        if (!isVisible(mark, plot.scales.x)) continue;
        drawMark(plot, mark, theme.visualization.getColorByName(mark.color));
      }
      plot.ctx.restore();
    });
  }, [config, marks, theme]);
  return null;
}
