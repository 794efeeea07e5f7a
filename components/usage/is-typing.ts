export { isTyping } from "@/components/keyboard/is-typing";
