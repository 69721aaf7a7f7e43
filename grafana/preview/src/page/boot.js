// What Grafana's server and its application set up before a panel is drawn.
import {
  standardTransformers,
  standardTransformersRegistry,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { loadFonts } from './fonts.js';

export async function boot() {
  // Some stand there twice, by an older name too.
  const transformations = new Map(
    Object.values(standardTransformers).map((each) => [each.id, each])
  );
  standardTransformersRegistry.setInit(() =>
    [...transformations.values()].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
    }))
  );
  await Promise.all([initPluginTranslations('preview'), loadFonts()]);
}
