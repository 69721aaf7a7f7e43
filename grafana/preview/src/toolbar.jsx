// Above the panels: the dashboard, its variables, the time range and the
// refresh.
import {
  InlineField,
  LinkButton,
  MultiSelect,
  RefreshPicker,
  Select,
  TimeRangePicker,
  ToolbarButton,
  useStyles2,
} from '@grafana/ui';
import { css } from '@emotion/css';
import { rangeUtil } from '@grafana/data';
import { useEffect } from 'react';
import { all, fillIn } from './template.js';
import { changeQuery, query } from './address.js';

// Of a variable: it has a value, but no picker.
const hidden = 2;

const styles = (theme) => ({
  lines: css({ display: 'grid', gap: 8, marginBottom: 8 }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: 8,
    alignItems: 'center',
  }),
  title: css({ margin: 0, fontSize: theme.typography.h3.fontSize }),
  space: css({ flexGrow: 1 }),
});

// Values of the address that are no longer offered remain visible.
function optionsOf({ includeAll, options, selected }) {
  const values = new Set([
    ...(includeAll ? [all] : []),
    ...options,
    ...selected,
  ]);
  return [...values].map((value) => ({
    label: value === all ? 'All' : value,
    value,
  }));
}

// All and other values exclude each other: the last choice counts.
function withoutContradiction(values, before) {
  if (values.length === 0) return [all];
  if (!values.includes(all)) return values;
  return before.includes(all) ? values.filter((value) => value !== all) : [all];
}

function VariablePicker({ variable }) {
  const { name, label, description, multi, selected } = variable;
  const select = (values) => changeQuery({ [`var-${name}`]: values });
  const common = {
    'aria-label': label,
    options: optionsOf(variable),
    width: 'auto',
  };
  return (
    <InlineField label={label} tooltip={description} transparent>
      {multi ? (
        <MultiSelect
          {...common}
          value={selected}
          onChange={(options) => {
            const values = options.map(({ value }) => value);
            select(withoutContradiction(values, selected));
          }}
        />
      ) : (
        <Select
          {...common}
          value={selected[0]}
          onChange={({ value }) => select([value])}
        />
      )}
    </InlineField>
  );
}

// Each keeps time range and variables.
function Links({ dashboard, shown: { variables, values } }) {
  const names = ['__url_time_range'].concat(
    Object.keys(variables).map((name) => `${name}:queryparam`)
  );
  const taken = names.map((name) => `\${${name}}`).join('&');
  return dashboard.links.map(({ title, tooltip, url }) => (
    <LinkButton
      key={url}
      href={fillIn(`${url}?${taken}`, values)}
      tooltip={tooltip}
      variant="secondary"
      fill="outline"
      size="sm"
    >
      {title}
    </LinkButton>
  ));
}

function Refresh({ dashboard, onRefresh }) {
  const interval = query().get('refresh') ?? dashboard.refresh;
  useEffect(() => {
    if (!interval) return undefined;
    const milliseconds = rangeUtil.intervalToMs(interval);
    const timer = setInterval(onRefresh, milliseconds);
    return () => clearInterval(timer);
  }, [interval, onRefresh]);
  return (
    <RefreshPicker
      value={interval}
      onRefresh={onRefresh}
      onIntervalChanged={(refresh) => changeQuery({ refresh })}
    />
  );
}

function TimePicker({ shown: { range, timeZone } }) {
  const span = range.to.valueOf() - range.from.valueOf();
  const show = (from, to) =>
    changeQuery({ from: Math.round(from), to: Math.round(to) });
  const move = (by) => show(range.from.valueOf() + by, range.to.valueOf() + by);
  const asText = (time) =>
    typeof time === 'string' ? time : String(time.valueOf());
  return (
    <TimeRangePicker
      value={range}
      timeZone={timeZone}
      onChange={({ raw }) =>
        changeQuery({ from: asText(raw.from), to: asText(raw.to) })
      }
      onChangeTimeZone={() => {}}
      onMoveBackward={() => move(-span / 2)}
      onMoveForward={() => move(span / 2)}
      onZoom={() =>
        show(range.from.valueOf() - span / 2, range.to.valueOf() + span / 2)
      }
    />
  );
}

function ThemeSwitch() {
  const isLight = query().get('theme') === 'light';
  return (
    <ToolbarButton
      icon="palette"
      tooltip={isLight ? 'Dark' : 'Light'}
      onClick={() => changeQuery({ theme: isLight ? null : 'light' })}
    />
  );
}

export function Toolbar({ dashboard, shown, onRefresh }) {
  const style = useStyles2(styles);
  return (
    <div className={style.lines}>
      <div className={style.line}>
        <h1 className={style.title}>{dashboard.title}</h1>
        <Links dashboard={dashboard} shown={shown} />
        <div className={style.space} />
        <TimePicker shown={shown} />
        <Refresh dashboard={dashboard} onRefresh={onRefresh} />
        <ThemeSwitch />
      </div>
      <div className={style.line}>
        {Object.values(shown.variables)
          .filter(({ hide }) => hide !== hidden)
          .map((variable) => (
            <VariablePicker key={variable.name} variable={variable} />
          ))}
      </div>
    </div>
  );
}
