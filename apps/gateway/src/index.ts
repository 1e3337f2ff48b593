export type { VerifyToken } from './authentication.js';
export { type Gateway, type GatewayOptions, startGateway } from './gateway.js';
export type { CheckReadiness, Readiness } from './health.js';
export { limits } from './limits.js';
export { assertLoopback } from './loopback.js';
export { composeSupergraph, type GraphRequest, type Supergraph } from './supergraph.js';
