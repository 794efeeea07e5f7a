import { ConfirmDialog } from "@/components/ui/confirm-dialog";

export type LeaveDialogProps = {
  open: boolean;
  onLeave: () => void;
  /** Either way: it was left, or stayed on. */
  onClose: () => void;
};

/** Asks whether to leave a page with what is not saved. */
export function LeaveDialog({ open, onClose, onLeave }: LeaveDialogProps) {
  return (
    <ConfirmDialog
      title="Leave without saving?"
      confirmLabel="Leave"
      cancelLabel="Stay"
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      onConfirm={() => {
        onLeave();
        return undefined;
      }}
    >
      What you changed on this page is not saved yet.
    </ConfirmDialog>
  );
}
