import {
  getDisplayProcessor,
  getDisplayValueAlignmentFactors,
} from '@grafana/data';
import { BarGauge, VizRepeater } from '@grafana/ui';
import { figuresOf } from './figures.js';
import { Linked } from './linked.jsx';

const gap = 8;

function orientationOf(options, width, height) {
  const { orientation = 'auto' } = options;
  if (orientation !== 'auto') return orientation;
  return width > height ? 'vertical' : 'horizontal';
}

function BarGauges(props) {
  const { data, panel, theme, width, height } = props;
  const { options = {} } = panel;
  const orientation = orientationOf(options, width, height);
  const draw = ({ value: figure, alignmentFactors, ...size }) => (
    <Linked figure={figure}>
      <BarGauge
        value={figure.display}
        field={figure.field}
        display={
          figure.view?.getFieldDisplayProcessor(figure.colIndex) ??
          getDisplayProcessor({ field: { config: figure.field }, theme })
        }
        text={options.text}
        orientation={orientation}
        itemSpacing={gap}
        displayMode={options.displayMode ?? 'gradient'}
        showUnfilled={options.showUnfilled ?? true}
        valueDisplayMode={options.valueMode ?? 'color'}
        namePlacement={options.namePlacement ?? 'auto'}
        alignmentFactors={alignmentFactors}
        theme={theme}
        width={size.width}
        height={size.height}
      />
    </Linked>
  );
  return (
    <VizRepeater
      source={data}
      getValues={() => figuresOf(props)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={draw}
      renderCounter={0}
      width={width}
      height={height}
      minVizWidth={options.minVizWidth ?? 8}
      minVizHeight={options.minVizHeight ?? 16}
      maxVizHeight={options.maxVizHeight ?? 300}
      itemSpacing={gap}
      orientation={orientation}
    />
  );
}

export const bargauge = { draw: BarGauges };
