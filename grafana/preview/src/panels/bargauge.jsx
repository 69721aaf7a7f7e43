import { getDisplayValueAlignmentFactors } from '@grafana/data';
import { BarGauge, VizRepeater } from '@grafana/ui';
import { figuresOf } from './stat.jsx';

const gap = 10;

export function bargauge(props) {
  const { frames, panel, theme, width, height } = props;
  const { options } = panel;
  const draw = ({ value: figure, alignmentFactors, ...size }) => {
    const [link] = figure.getLinks({});
    const bar = (
      <BarGauge
        value={figure.display}
        field={figure.field}
        display={figure.view.getFieldDisplayProcessor(figure.colIndex)}
        orientation={options.orientation}
        itemSpacing={gap}
        displayMode={options.displayMode}
        showUnfilled={options.showUnfilled}
        valueDisplayMode={options.valueMode}
        namePlacement={options.namePlacement}
        alignmentFactors={alignmentFactors}
        theme={theme}
        width={size.width}
        height={size.height}
      />
    );
    if (!link) return bar;
    return (
      <a href={link.href} title={link.title}>
        {bar}
      </a>
    );
  };
  return (
    <VizRepeater
      source={frames}
      getValues={() => figuresOf(props)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={draw}
      renderCounter={0}
      width={width}
      height={height}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      itemSpacing={gap}
      orientation={options.orientation}
    />
  );
}
