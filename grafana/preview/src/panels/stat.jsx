import { getDisplayValueAlignmentFactors, VizOrientation } from '@grafana/data';
import { BigValue, VizRepeater } from '@grafana/ui';
import { figuresOf } from './figures.js';
import { Linked } from './linked.jsx';

// A panel that has no title of its own shows the names of its figures.
function textModeOf({ options, fieldConfig, title }) {
  const { textMode = 'auto' } = options ?? {};
  const isNamed = fieldConfig?.defaults?.displayName || !title;
  return textMode === 'auto' && isNamed ? 'value_and_name' : textMode;
}

function Stat(props) {
  const { data, panel, range, theme, width, height } = props;
  const { options = {} } = panel;
  const draw = ({ value: figure, alignmentFactors, count, ...size }) => (
    <Linked figure={figure}>
      <BigValue
        value={figure.display}
        count={count}
        sparkline={
          figure.sparkline && { ...figure.sparkline, timeRange: range }
        }
        colorMode={options.colorMode ?? 'value'}
        graphMode={options.graphMode ?? 'area'}
        justifyMode={options.justifyMode ?? 'auto'}
        textMode={textModeOf(panel)}
        percentChangeColorMode={options.percentChangeColorMode}
        disableWideLayout={!(options.wideLayout ?? true)}
        text={options.text}
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
      getValues={() =>
        figuresOf(props, {
          sparkline: (options.graphMode ?? 'area') !== 'none',
          percentChange: options.showPercentChange,
        })
      }
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={draw}
      renderCounter={0}
      width={width}
      height={height}
      orientation={options.orientation ?? VizOrientation.Auto}
      autoGrid
    />
  );
}

export const stat = { draw: Stat, drawsNothing: true };
