export { type Brake, LONGER_BY, LONGEST_CODE, REQUESTS_PART } from "./policy";
export { createSprayBrake, type JudgedGuess, type SprayBrake } from "./spray-brake";
