// The signed fact: its exact text and the chain of one device's texts.
import type { Body, OperationName, Secret } from '../wire/wire';
import { base64url } from './bytes';
import { skewFacts, type Skew } from './clock';
import { cleanJson } from './text';

/** Where a device's chain stands: the number and hash of its last body. */
export interface Chain {
  device_seq: number;
  prev: string | null;
}

export const CHAIN_START: Chain = { device_seq: 0, prev: null };

export interface Author {
  person: string;
  device: string;
  app: string;
  tz: string;
}

export interface Facts {
  id: string;
  name: OperationName;
  organisation: string;
  args: object;
  wall_ms: number;
  private_hash: string | null;
}

/** This text is signed, hashed and sent unchanged: nobody ever serialises it a second time. */
export function bodyText(author: Author, chain: Chain, skew: Skew | null, facts: Facts): string {
  const body: Omit<Body, 'args'> & { args: object } = {
    v: 1,
    id: facts.id,
    name: facts.name,
    organisation: facts.organisation,
    person: author.person,
    device: author.device,
    device_seq: chain.device_seq + 1,
    prev: chain.prev,
    wall_ms: facts.wall_ms,
    ...skewFacts(skew, facts.wall_ms),
    tz: author.tz,
    app: author.app,
    private: facts.private_hash,
    args: facts.args,
  };
  return cleanJson(body);
}

/** The erasable part; the salt keeps its hash from being guessed once the text is gone. */
export function privateText(secret: Secret): string {
  const salt = base64url(crypto.getRandomValues(new Uint8Array(16)));
  return cleanJson({ salt, ...secret });
}
