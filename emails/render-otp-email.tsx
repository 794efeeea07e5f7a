import { render } from "react-email";
import { OtpEmail, type OtpEmailProps } from "./otp-email";

// React leaves marks for a browser that would take the page over; in a message that is sent they say nothing.
const REACT_MARKS = /<!--(?:\/?\$|html|head|body)-->/g;

/** The message as the HTML that is sent. About 2 ms when warm, so what calls it keeps what it gets. */
export async function renderOtpEmail(props: OtpEmailProps): Promise<string> {
  const html = await render(<OtpEmail {...props} />);
  return html.replace(REACT_MARKS, "");
}
