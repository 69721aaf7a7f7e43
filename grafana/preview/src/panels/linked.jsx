// A figure that leads somewhere.
export function Linked({ figure, children }) {
  const [link] = figure.hasLinks ? figure.getLinks({}) : [];
  if (!link) return children;
  return (
    <a href={link.href} title={link.title} target={link.target}>
      {children}
    </a>
  );
}
