// A calendar file from the dates of an answer. Python says what happens on which day; here it becomes an .ics.
//
//   await calendarFile([{ date, end, title, text, uid }], { name, now })      end is the last day, and may be missing
//
// The library, which the build lays beside this module, is only fetched when somebody wants a file.

export async function calendarFile(events, { name, now = new Date() }) {
  const { default: ICAL } = await import("./ical.mjs");
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Zhiji//unofficial calculators//ZH");
  calendar.addPropertyWithValue("calscale", "GREGORIAN");
  calendar.addPropertyWithValue("x-wr-calname", name);
  for (const event of events) calendar.addSubcomponent(component(event, ICAL.Time.fromJSDate(now, true), ICAL));
  return `${calendar.toString()}\r\n`;
}

// One event of whole days, which leaves the person free: a calendar writes the day after the last one as the end.
function component({ date, end, title, text, uid }, stamp, ICAL) {
  const event = new ICAL.Component("vevent");
  const after = ICAL.Time.fromDateString(end ?? date);
  after.adjust(1, 0, 0, 0);
  event.addPropertyWithValue("uid", uid);
  event.addPropertyWithValue("dtstamp", stamp);
  event.addPropertyWithValue("dtstart", ICAL.Time.fromDateString(date));
  event.addPropertyWithValue("dtend", after);
  event.addPropertyWithValue("summary", title);
  event.addPropertyWithValue("description", text);
  event.addPropertyWithValue("transp", "TRANSPARENT");
  return event;
}
