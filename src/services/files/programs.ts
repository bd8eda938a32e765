/** Programs and scripts: whoever opens one runs it. Documents, pictures and archives are none. */

/** Ends of names by which a computer or a telephone starts a file instead of showing it. */
const ENDS = new Set(
  `exe com bat cmd scr pif cpl msi msp msix msu appx dll sys gadget application
  js jse mjs vbs vbe wsf wsh wsc hta ps1 ps1xml psm1 sct reg inf lnk url scf chm
  jar jnlp class apk xapk aab ipa sh bash zsh csh ksh run bin command app dmg pkg deb rpm appimage elf so
  py pyw pyc rb pl php xll ade adp`.split(/\s+/u),
);

/** By its name: «a.exe», also with dots, spaces or unseen signs behind, which Windows leaves out. */
export function isProgramName(name: string): boolean {
  const plain = name
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/[\s.]+$/u, '');
  const end = /\.([^.\s]+)$/u.exec(plain)?.[1];
  return end !== undefined && ENDS.has(end);
}

/** How programs begin, whatever they are called: Windows is told by a second sign, since a text may begin with «MZ». */
const BEGINNINGS = [
  [0x7f, 0x45, 0x4c, 0x46], // Linux
  [0xca, 0xfe, 0xba, 0xbe], // Java, macOS
  [0xcf, 0xfa, 0xed, 0xfe], // macOS
  [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], // a shortcut of Windows
  [0x23, 0x21, 0x2f], // a script: #!/
];

/** By its content. */
export function isProgram(content: Buffer): boolean {
  if (BEGINNINGS.some((bytes) => content.subarray(0, bytes.length).equals(Buffer.from(bytes)))) return true;
  if (content.length < 64 || content.toString('latin1', 0, 2) !== 'MZ') return false;
  const header = content.readUInt32LE(60);
  return content.toString('latin1', header, header + 4) === 'PE\0\0';
}
