export function TracePage({ id }: { id: string }) {
  return <h1>{id}</h1>;
}
