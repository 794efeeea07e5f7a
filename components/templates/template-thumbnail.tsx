/** What an email looks like, small. It says nothing that the row does not, so nobody is led into it. */
export function TemplateThumbnail({ src }: { src: string }) {
  return (
    <span
      aria-hidden="true"
      inert
      className="block h-14 w-20 overflow-hidden rounded-1 border border-line bg-[#fff] scheme-light"
    >
      <iframe
        title="Thumbnail"
        sandbox=""
        loading="lazy"
        tabIndex={-1}
        src={src}
        className="pointer-events-none block h-[28rem] w-[40rem] origin-top-left scale-[0.125]"
      />
    </span>
  );
}
