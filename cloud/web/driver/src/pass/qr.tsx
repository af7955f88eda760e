// Its encoder alone: the package's drawing is not needed.
import { create } from "qrcode/lib/core/qrcode.js";
import { memo, type ReactNode } from "react";
import { useLanguage } from "../i18n/language.tsx";

/** White around the code, in modules (ISO/IEC 18004: four). */
const QUIET = 4;

/** A QR code as one path: sharp at every size, black on white in the dark too. */
export const Qr = memo(function Qr({ text }: { text: string }): ReactNode {
  const { t } = useLanguage();
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const side = modules.size + 2 * QUIET;
  let path = "";
  for (let row = 0; row < modules.size; row++)
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue;
      let to = from;
      while (to + 1 < modules.size && modules.get(row, to + 1)) to++;
      path += `M${from + QUIET} ${row + QUIET}h${to - from + 1}v1h-${to - from + 1}z`;
      from = to;
    }
  return (
    <svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={t.pass.code} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
});
