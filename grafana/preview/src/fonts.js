// Loads the fonts of Grafana before anything is measured with them.
import '@fontsource/inter/400.css';
import '@fontsource/inter/500.css';
import '@fontsource/roboto-mono/400.css';

export const getFontStyles = () => [];

export const loadFonts = () =>
  Promise.all(
    ['400 12px Inter', '500 12px Inter', '400 12px "Roboto Mono"'].map((font) =>
      document.fonts.load(font)
    )
  );
