// Above the panels: which dashboard, of what, of when, how often anew.
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
import { fillIn } from '../data/template.js';
import { changeQuery, query } from './address.js';

const all = { label: 'All', value: '$__all' };

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

const toOption = ({ text, value }) => ({ label: text, value });

// Values of the address that are no longer offered stay to be seen.
function optionsOf({ includeAll, options, selected }) {
  const offered = [...(includeAll ? [all] : []), ...options.map(toOption)];
  const known = new Set(offered.map(({ value }) => value));
  return [
    ...offered,
    ...selected
      .filter((value) => !known.has(value))
      .map((value) => ({ label: value, value })),
  ];
}

// All and others do not go together: what was picked last counts.
function withoutContradiction(values, before) {
  if (values.length === 0) return [all.value];
  if (!values.includes(all.value)) return values;
  return before.includes(all.value)
    ? values.filter((value) => value !== all.value)
    : [all.value];
}

function VariablePicker({ variable }) {
  const { name, label, description, multi, selected } = variable;
  const select = (values) =>
    changeQuery({ [`var-${name}`]: values.length > 0 ? values : [all.value] });
  const common = {
    'aria-label': label || name,
    options: optionsOf(variable),
    width: 'auto',
  };
  return (
    <InlineField label={label || name} tooltip={description} transparent>
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

// The addresses behind a link of the dashboard, which may stand for all
// dashboards of a tag.
function linksOf(link, dashboards, values) {
  const taken = [
    link.keepTime ? '${__url_time_range}' : '',
    link.includeVars ? '${__all_variables}' : '',
  ].filter(Boolean);
  const address = (url) => {
    const separator = url.includes('?') ? '&' : '?';
    const whole = taken.length > 0 ? url + separator + taken.join('&') : url;
    return fillIn(whole, values, 'percentencode');
  };
  if (link.type !== 'dashboards') {
    return [{ title: link.title, href: address(link.url), link }];
  }
  return dashboards
    .filter(({ tags }) => link.tags.every((tag) => tags.includes(tag)))
    .map(({ title, uid }) => ({ title, href: address(`/d/${uid}`), link }));
}

function Links({ dashboard, dashboards, values }) {
  const links = (dashboard.links ?? []).flatMap((link) =>
    linksOf(link, dashboards, values)
  );
  return links.map(({ title, href, link }) => (
    <LinkButton
      key={href}
      href={href}
      target={link.targetBlank ? '_blank' : undefined}
      tooltip={link.tooltip}
      variant="secondary"
      fill="outline"
      size="sm"
    >
      {title}
    </LinkButton>
  ));
}

function Refresh({ dashboard, onRefresh }) {
  const interval = query().get('refresh') ?? dashboard.refresh ?? '';
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

export function Toolbar({ dashboard, dashboards, shown, onRefresh }) {
  const style = useStyles2(styles);
  return (
    <div className={style.lines}>
      <div className={style.line}>
        <h1 className={style.title}>{dashboard.title}</h1>
        <Links
          dashboard={dashboard}
          dashboards={dashboards}
          values={shown.values}
        />
        <div className={style.space} />
        <TimePicker shown={shown} />
        <Refresh dashboard={dashboard} onRefresh={onRefresh} />
        <ThemeSwitch />
      </div>
      <div className={style.line}>
        {shown.variables
          .filter(({ hide }) => hide !== 2)
          .map((variable) => (
            <VariablePicker key={variable.name} variable={variable} />
          ))}
      </div>
    </div>
  );
}
