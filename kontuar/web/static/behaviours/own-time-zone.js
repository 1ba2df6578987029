// A select of time zones begins at the one this computer is set to.

export default function ownTimeZone(select) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if ([...select.options].some((option) => option.value === timeZone)) select.value = timeZone;
}
