import { render } from "react-email";
import { NoticeEmail, type NoticeEmailProps } from "./notice-email";

/** A notice as the HTML that is sent. */
export async function renderNoticeEmail(props: NoticeEmailProps): Promise<string> {
  return render(<NoticeEmail {...props} />);
}
