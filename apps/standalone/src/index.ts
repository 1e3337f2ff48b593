export { bootstrapDemo, demoSeed, loadDemo } from './demo.js';
export { type House, openHouse } from './house.js';
