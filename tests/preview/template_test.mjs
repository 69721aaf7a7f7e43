// How the templates of dashboards are filled in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn } from '../../grafana/preview/src/data/template.js';

const variable = (selected, more = {}) => ({
  name: 'tenant',
  multi: true,
  includeAll: true,
  options: [{ value: 'a.com' }, { value: 'b.com' }],
  selected,
  ...more,
});

const filled = (template, tenant, format = 'query') =>
  fillIn(template, { tenant }, format);

test('writes one value of several into a query as an expression', () => {
  assert.equal(
    filled('{t=~"$tenant"}', variable(['a.com'])),
    '{t=~"a\\\\.com"}'
  );
});

test('writes several values as alternatives', () => {
  assert.equal(
    filled('${tenant}', variable(['a.com', 'b.com'])),
    '(a\\\\.com|b\\\\.com)'
  );
});

test('writes all as what stands for all, else as all there are', () => {
  assert.equal(
    filled('[[tenant]]', variable(['$__all'], { allValue: '.+' })),
    '.+'
  );
  assert.equal(
    filled('$tenant', variable(['$__all'])),
    '(a\\\\.com|b\\\\.com)'
  );
});

test('writes the value of a single choice as it is', () => {
  const single = { multi: false, includeAll: false };
  assert.equal(filled('$tenant', variable(['a.com'], single)), 'a.com');
});

test('takes the format that is named', () => {
  const both = variable(['a.com', 'b.com']);
  assert.equal(filled('${tenant:csv}', both), 'a.com,b.com');
  assert.equal(filled('${tenant:pipe}', both), 'a.com|b.com');
  assert.equal(
    filled('${tenant:queryparam}', both),
    'var-tenant=a.com&var-tenant=b.com'
  );
  assert.throws(() => filled('${tenant:morse}', both), /"morse" is not known/);
});

test('writes names for people', () => {
  assert.equal(filled('$tenant', variable(['$__all']), 'text'), 'All');
  assert.equal(filled('$tenant', variable(['a', 'b']), 'text'), 'a + b');
});

test('asks for what is behind a name', () => {
  const values = { __data: (path, key) => `<${key ?? path}>` };
  assert.equal(
    fillIn('${__data.fields.Name}', values, 'text'),
    '<fields.Name>'
  );
  assert.equal(fillIn('${__data.fields["A b"]}', values, 'text'), '<A b>');
  assert.equal(
    fillIn('/d/x?v=${__data.fields.Name}', values, 'percentencode'),
    '/d/x?v=%3Cfields.Name%3E'
  );
});

test('leaves what is not known', () => {
  assert.equal(
    filled('$1 ${other} $tenants', variable(['a'])),
    '$1 ${other} $tenants'
  );
});
