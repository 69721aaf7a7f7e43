import { renderTextPanelMarkdown, textUtil } from '@grafana/data';

function Text({ panel, data, width, height }) {
  const { content = '', mode = 'markdown' } = panel.options ?? {};
  const filled = data.replaceVariables(content);
  const html =
    mode === 'html'
      ? textUtil.sanitizeTextPanelContent(filled)
      : renderTextPanelMarkdown(filled);
  return (
    <div
      className="markdown-html"
      style={{ width, height, overflow: 'auto' }}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

export const text = { draw: Text, drawsNothing: true };
