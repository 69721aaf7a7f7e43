// How the texts of dashboards are filled in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn, namesIn } from '../../grafana/preview/src/template.js';

const variable = (selected, more = {}) => ({
  name: 'tenant',
  multi: true,
  includeAll: true,
  allValue: '.+',
  options: ['a.com', 'b.com'],
  selected,
  ...more,
});

const filled = (template, tenant, purpose = 'query') =>
  fillIn(template, { tenant }, purpose);

test('writes one value of several into a query as an expression', () => {
  const tenant = variable(['a.com']);
  assert.equal(filled('{t=~"$tenant"}', tenant), '{t=~"a\\\\.com"}');
});

test('writes several values as alternatives', () => {
  const both = variable(['a.com', 'b.com']);
  assert.equal(filled('${tenant}', both), '(a\\\\.com|b\\\\.com)');
});

test('writes all as what stands for all', () => {
  assert.equal(filled('$tenant', variable(['$__all'])), '.+');
});

test('writes the value of a single choice as it is', () => {
  const single = variable(['a.com'], { multi: false, includeAll: false });
  assert.equal(filled('$tenant', single), 'a.com');
});

test('writes variables into addresses', () => {
  assert.equal(
    filled('/d/x?${tenant:queryparam}', variable(['a&b', 'c'])),
    '/d/x?var-tenant=a%26b&var-tenant=c'
  );
});

test('writes names for people', () => {
  assert.equal(filled('$tenant', variable(['$__all']), 'text'), 'All');
  assert.equal(filled('$tenant', variable(['a', 'b']), 'text'), 'a + b');
});

test('takes texts as they are', () => {
  const values = { '__data.fields.tenant': 'a.com', __range: '3600s' };
  assert.equal(
    fillIn('${__data.fields.tenant} $__range', values, 'text'),
    'a.com 3600s'
  );
});

test('leaves a dollar without a name', () => {
  assert.equal(filled('^$1$', variable(['a'])), '^$1$');
});

test('refuses what is not known', () => {
  const tenant = variable(['a']);
  for (const text of ['$tenants', '${other}', '${tenant:csv}']) {
    assert.throws(() => filled(text, tenant), /is not supported here/);
  }
});

test('names what a dashboard must have variables for', () => {
  assert.deepEqual(
    namesIn('$a ${b:queryparam} ${c:csv} $__range ${__data.fields.d} $1'),
    ['a', 'b', 'c:csv']
  );
});
