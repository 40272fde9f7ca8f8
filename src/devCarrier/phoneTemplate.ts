import { html } from 'hono/html'
import { TROUBLES } from './twilioError.js'

const KEYS: readonly [key: string, letters: string][] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', 'star'],
  ['0', ''],
  ['#', 'pound'],
]

const SWITCHES: readonly [name: string, title: string, hint: string][] = [
  ['voicemail', 'Voicemail answers', 'Calls are taken by a machine that presses nothing'],
  ['unreachable', 'Unreachable', 'Texts fail with 30003, calls fail'],
  ['landline', 'Landline', 'Texts fail with 30006'],
  ['optedOut', 'Opted out', 'As after texting STOP: 21610'],
  ['withheld', 'Hide my number', 'Its calls come without a number'],
]

const TROUBLE_NAMES: Record<number, string> = {
  20429: 'too many requests',
  20500: 'carrier is down',
  21408: 'country not enabled',
  30004: 'blocked',
  30005: 'unknown number',
  30007: 'filtered as spam',
}

/** One phone as the page copies it; the client fills the parts that `data-part` names. */
export function phoneTemplate() {
  return html`<template id="phone-template">
    <article class="phone" data-state="idle" tabindex="-1">
      <header class="phone-top">
        <h3 data-part="number"></h3>
        <p class="phone-state" role="status" data-part="state"></p>
        <details class="settings">
          <summary><span class="unseen">Settings of this phone</span><span aria-hidden="true">⋯</span></summary>
          <fieldset>
            <legend>This phone</legend>
            ${SWITCHES.map(
              ([name, title, hint]) =>
                html`<label class="switch">
                  <input type="checkbox" role="switch" data-switch="${name}" />
                  <span>${title}<small>${hint}</small></span>
                </label>`,
            )}
            <label class="trouble">
              <span>Other trouble<small>Another of Twilio's errors</small></span>
              <select data-part="trouble">
                <option value="">none</option>
                ${TROUBLES.map((code) => html`<option value="${code}">${code} ${TROUBLE_NAMES[code]}</option>`)}
              </select>
            </label>
            <button class="quiet" type="button" data-part="close">Put this phone away</button>
          </fieldset>
        </details>
      </header>
      <section class="call" data-part="call" hidden aria-label="Call">
        <div class="captions" role="log" aria-label="What is said" tabindex="0" data-part="captions"></div>
        <div class="ringing" data-part="ringing">
          <p class="ringing-who">The agency is calling</p>
          <div class="ringing-buttons">
            <button class="decline" type="button" data-part="decline">Decline</button>
            <button class="answer" type="button" data-part="answer">Answer</button>
          </div>
        </div>
        <div class="talking" data-part="talking">
          <p class="listening" data-part="listening"></p>
          <div class="keypad" role="group" aria-label="Keypad" data-part="keypad">
            ${KEYS.map(
              ([key, letters]) =>
                html`<button type="button" data-key="${key}">${key} <small>${letters}</small></button>`,
            )}
          </div>
          <form class="line" data-part="say" hidden>
            <label class="unseen" data-part="sayLabel">Say in the call</label>
            <input data-part="words" autocomplete="off" maxlength="500" placeholder="Say something" />
            <button class="quiet">Say</button>
          </form>
          <button class="hangup" type="button" data-part="hangup">Hang up</button>
        </div>
      </section>
      <div class="timeline" role="log" aria-label="Texts and calls" tabindex="0" data-part="timeline"></div>
      <p class="problem" role="alert" data-part="problem"></p>
      <footer class="phone-bottom">
        <form class="line" data-part="text">
          <label class="unseen" data-part="bodyLabel">Text to the agency</label>
          <input data-part="body" autocomplete="off" maxlength="1600" placeholder="Text the agency" />
          <button class="primary">Send</button>
        </form>
        <button class="dial" type="button" data-part="dial">Call the agency</button>
      </footer>
    </article>
  </template>`
}
