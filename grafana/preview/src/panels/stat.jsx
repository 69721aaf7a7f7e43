import {
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
} from '@grafana/data';
import { BigValue, VizRepeater } from '@grafana/ui';

// One figure per field.
export const figuresOf = ({ frames, panel, ...context }) =>
  getFieldDisplayValues({
    data: frames,
    reduceOptions: panel.options.reduceOptions,
    ...context,
  });

export function stat(props) {
  const { frames, panel, theme, width, height } = props;
  const { options } = panel;
  return (
    <VizRepeater
      source={frames}
      getValues={() => figuresOf(props)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value: figure, alignmentFactors, count, ...size }) => (
        <BigValue
          value={figure.display}
          count={count}
          colorMode={options.colorMode}
          graphMode={options.graphMode}
          justifyMode={options.justifyMode}
          textMode={options.textMode}
          disableWideLayout={!options.wideLayout}
          text={options.text}
          alignmentFactors={alignmentFactors}
          theme={theme}
          width={size.width}
          height={size.height}
        />
      )}
      renderCounter={0}
      width={width}
      height={height}
      itemSpacing={3}
      orientation={options.orientation}
      autoGrid
    />
  );
}
