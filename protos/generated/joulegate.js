/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Array = $util.global.Array, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const joulegate = $root.joulegate = (() => {

    /**
     * Namespace joulegate.
     * @exports joulegate
     * @namespace
     */
    const joulegate = {};

    joulegate.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof joulegate
         * @namespace
         */
        const v1 = {};

        v1.OrderAnnouncement = (function() {

            /**
             * Properties of an OrderAnnouncement.
             * @typedef {Object} joulegate.v1.OrderAnnouncement.$Properties
             * @property {joulegate.v1.Transaction.$Properties|null} [transaction] OrderAnnouncement transaction
             * @property {Uint8Array|null} [owner] OrderAnnouncement owner
             * @property {string|null} [node] OrderAnnouncement node
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OrderAnnouncement.
             * @memberof joulegate.v1
             * @interface IOrderAnnouncement
             * @augments joulegate.v1.OrderAnnouncement.$Properties
             * @deprecated Use joulegate.v1.OrderAnnouncement.$Properties instead.
             */

            /**
             * Shape of an OrderAnnouncement.
             * @typedef {{
             *   transaction?: joulegate.v1.Transaction.$Shape|null;
             *   owner?: Uint8Array|null;
             *   node?: string|null;
             *   $unknowns?: Array.<Uint8Array>;
             * }} joulegate.v1.OrderAnnouncement.$Shape
             */

            /**
             * Constructs a new OrderAnnouncement.
             * @memberof joulegate.v1
             * @classdesc Represents an OrderAnnouncement.
             * @constructor
             * @param {joulegate.v1.OrderAnnouncement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OrderAnnouncement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OrderAnnouncement transaction.
             * @member {joulegate.v1.Transaction.$Properties|null|undefined} transaction
             * @memberof joulegate.v1.OrderAnnouncement
             * @instance
             */
            OrderAnnouncement.prototype.transaction = null;

            /**
             * OrderAnnouncement owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.OrderAnnouncement
             * @instance
             */
            OrderAnnouncement.prototype.owner = $util.newBuffer([]);

            /**
             * OrderAnnouncement node.
             * @member {string} node
             * @memberof joulegate.v1.OrderAnnouncement
             * @instance
             */
            OrderAnnouncement.prototype.node = "";

            /**
             * Creates a new OrderAnnouncement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {joulegate.v1.OrderAnnouncement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.OrderAnnouncement} OrderAnnouncement instance
             * @type {{
             *   (properties: joulegate.v1.OrderAnnouncement.$Shape): joulegate.v1.OrderAnnouncement & joulegate.v1.OrderAnnouncement.$Shape;
             *   (properties?: joulegate.v1.OrderAnnouncement.$Properties): joulegate.v1.OrderAnnouncement;
             * }}
             */
            OrderAnnouncement.create = function(properties) {
                return new OrderAnnouncement(properties);
            };

            /**
             * Encodes the specified OrderAnnouncement message. Does not implicitly {@link joulegate.v1.OrderAnnouncement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {joulegate.v1.OrderAnnouncement.$Properties} message OrderAnnouncement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OrderAnnouncement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction"))
                    $root.joulegate.v1.Transaction.encode(message.transaction, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.owner);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OrderAnnouncement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.OrderAnnouncement & joulegate.v1.OrderAnnouncement.$Shape} OrderAnnouncement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OrderAnnouncement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.OrderAnnouncement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.transaction = $root.joulegate.v1.Transaction.decode(reader, reader.size(), $undefined, _depth + 1, message.transaction);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an OrderAnnouncement message.
             * @function verify
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            OrderAnnouncement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction")) {
                    let error = $root.joulegate.v1.Transaction.verify(message.transaction, _depth + 1);
                    if (error)
                        return "transaction." + error;
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                return null;
            };

            /**
             * Creates an OrderAnnouncement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.OrderAnnouncement} OrderAnnouncement
             */
            OrderAnnouncement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.OrderAnnouncement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.OrderAnnouncement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.OrderAnnouncement();
                if (object.transaction != null) {
                    if (!$util.isObject(object.transaction))
                        throw $TypeError(".joulegate.v1.OrderAnnouncement.transaction: object expected");
                    message.transaction = $root.joulegate.v1.Transaction.fromObject(object.transaction, _depth + 1);
                }
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                return message;
            };

            /**
             * Creates a plain object from an OrderAnnouncement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {joulegate.v1.OrderAnnouncement} message OrderAnnouncement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OrderAnnouncement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.transaction = null;
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    object.node = "";
                }
                if (message.transaction != null && $Object.hasOwnProperty.call(message, "transaction"))
                    object.transaction = $root.joulegate.v1.Transaction.toObject(message.transaction, options, _depth + 1);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                return object;
            };

            /**
             * Converts this OrderAnnouncement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.OrderAnnouncement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OrderAnnouncement.prototype.toJSON = function() {
                return OrderAnnouncement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for OrderAnnouncement
             * @function getTypeUrl
             * @memberof joulegate.v1.OrderAnnouncement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            OrderAnnouncement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.OrderAnnouncement";
            };

            return OrderAnnouncement;
        })();

        v1.ConsideredOrder = (function() {

            /**
             * Properties of a ConsideredOrder.
             * @typedef {Object} joulegate.v1.ConsideredOrder.$Properties
             * @property {Uint8Array|null} [orderId] ConsideredOrder orderId
             * @property {number|Long|null} [remainingWh] ConsideredOrder remainingWh
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsideredOrder.
             * @memberof joulegate.v1
             * @interface IConsideredOrder
             * @augments joulegate.v1.ConsideredOrder.$Properties
             * @deprecated Use joulegate.v1.ConsideredOrder.$Properties instead.
             */

            /**
             * Shape of a ConsideredOrder.
             * @typedef {joulegate.v1.ConsideredOrder.$Properties} joulegate.v1.ConsideredOrder.$Shape
             */

            /**
             * Constructs a new ConsideredOrder.
             * @memberof joulegate.v1
             * @classdesc Represents a ConsideredOrder.
             * @constructor
             * @param {joulegate.v1.ConsideredOrder.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsideredOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsideredOrder orderId.
             * @member {Uint8Array} orderId
             * @memberof joulegate.v1.ConsideredOrder
             * @instance
             */
            ConsideredOrder.prototype.orderId = $util.newBuffer([]);

            /**
             * ConsideredOrder remainingWh.
             * @member {number|Long} remainingWh
             * @memberof joulegate.v1.ConsideredOrder
             * @instance
             */
            ConsideredOrder.prototype.remainingWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new ConsideredOrder instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {joulegate.v1.ConsideredOrder.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.ConsideredOrder} ConsideredOrder instance
             * @type {{
             *   (properties: joulegate.v1.ConsideredOrder.$Shape): joulegate.v1.ConsideredOrder & joulegate.v1.ConsideredOrder.$Shape;
             *   (properties?: joulegate.v1.ConsideredOrder.$Properties): joulegate.v1.ConsideredOrder;
             * }}
             */
            ConsideredOrder.create = function(properties) {
                return new ConsideredOrder(properties);
            };

            /**
             * Encodes the specified ConsideredOrder message. Does not implicitly {@link joulegate.v1.ConsideredOrder.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {joulegate.v1.ConsideredOrder.$Properties} message ConsideredOrder message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsideredOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && message.orderId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.orderId);
                if (message.remainingWh != null && $Object.hasOwnProperty.call(message, "remainingWh") && (typeof message.remainingWh === "object" ? message.remainingWh.low || message.remainingWh.high : message.remainingWh !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.remainingWh);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsideredOrder message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.ConsideredOrder & joulegate.v1.ConsideredOrder.$Shape} ConsideredOrder
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsideredOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.ConsideredOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.remainingWh = value;
                            else
                                delete message.remainingWh;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a ConsideredOrder message.
             * @function verify
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ConsideredOrder.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId"))
                    if (!(message.orderId && typeof message.orderId.length === "number" || $util.isString(message.orderId)))
                        return "orderId: buffer expected";
                if (message.remainingWh != null && $Object.hasOwnProperty.call(message, "remainingWh"))
                    if (!$util.isInteger(message.remainingWh) && !(message.remainingWh && $util.isInteger(message.remainingWh.low) && $util.isInteger(message.remainingWh.high)))
                        return "remainingWh: integer|Long expected";
                return null;
            };

            /**
             * Creates a ConsideredOrder message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.ConsideredOrder} ConsideredOrder
             */
            ConsideredOrder.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.ConsideredOrder)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.ConsideredOrder: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.ConsideredOrder();
                if (object.orderId != null)
                    if (object.orderId.length)
                        if (typeof object.orderId === "string")
                            $util.base64.decode(object.orderId, message.orderId = $util.newBuffer($util.base64.length(object.orderId)), 0);
                        else if (object.orderId.length >= 0)
                            message.orderId = object.orderId;
                if (object.remainingWh != null)
                    if (typeof object.remainingWh === "object" ? object.remainingWh.low || object.remainingWh.high : $Number(object.remainingWh) !== 0)
                        if ($util.Long)
                            message.remainingWh = $util.Long.fromValue(object.remainingWh, true);
                        else if (typeof object.remainingWh === "string")
                            message.remainingWh = $parseInt(object.remainingWh, 10);
                        else if (typeof object.remainingWh === "number")
                            message.remainingWh = object.remainingWh;
                        else if (typeof object.remainingWh === "object")
                            message.remainingWh = new $util.LongBits(object.remainingWh.low >>> 0, object.remainingWh.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a ConsideredOrder message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {joulegate.v1.ConsideredOrder} message ConsideredOrder
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ConsideredOrder.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.orderId = "";
                    else {
                        object.orderId = [];
                        if (options.bytes !== $Array)
                            object.orderId = $util.newBuffer(object.orderId);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.remainingWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.remainingWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId"))
                    object.orderId = options.bytes === $String ? $util.base64.encode(message.orderId, 0, message.orderId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.orderId) : message.orderId;
                if (message.remainingWh != null && $Object.hasOwnProperty.call(message, "remainingWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.remainingWh = typeof message.remainingWh === "number" ? $BigInt(message.remainingWh) : $util.Long.fromBits(message.remainingWh.low >>> 0, message.remainingWh.high >>> 0, true).toBigInt();
                    else if (typeof message.remainingWh === "number")
                        object.remainingWh = options.longs === $String ? $String(message.remainingWh) : message.remainingWh;
                    else
                        object.remainingWh = options.longs === $String ? $util.Long.prototype.toString.call(message.remainingWh) : options.longs === $Number ? new $util.LongBits(message.remainingWh.low >>> 0, message.remainingWh.high >>> 0).toNumber(true) : message.remainingWh;
                return object;
            };

            /**
             * Converts this ConsideredOrder to JSON.
             * @function toJSON
             * @memberof joulegate.v1.ConsideredOrder
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ConsideredOrder.prototype.toJSON = function() {
                return ConsideredOrder.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ConsideredOrder
             * @function getTypeUrl
             * @memberof joulegate.v1.ConsideredOrder
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ConsideredOrder.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.ConsideredOrder";
            };

            return ConsideredOrder;
        })();

        v1.MatchAnnouncement = (function() {

            /**
             * Properties of a MatchAnnouncement.
             * @typedef {Object} joulegate.v1.MatchAnnouncement.$Properties
             * @property {number|null} [zone] MatchAnnouncement zone
             * @property {number|null} [carrier] MatchAnnouncement carrier
             * @property {number|Long|null} [interval] MatchAnnouncement interval
             * @property {Array.<joulegate.v1.Match.$Properties>|null} [matches] MatchAnnouncement matches
             * @property {string|null} [rule] MatchAnnouncement rule
             * @property {string|null} [node] MatchAnnouncement node
             * @property {number|Long|null} [priceCeilingMicroPerKwh] MatchAnnouncement priceCeilingMicroPerKwh
             * @property {Array.<joulegate.v1.ConsideredOrder.$Properties>|null} [considered] MatchAnnouncement considered
             * @property {number|Long|null} [blockNumber] MatchAnnouncement blockNumber
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MatchAnnouncement.
             * @memberof joulegate.v1
             * @interface IMatchAnnouncement
             * @augments joulegate.v1.MatchAnnouncement.$Properties
             * @deprecated Use joulegate.v1.MatchAnnouncement.$Properties instead.
             */

            /**
             * Shape of a MatchAnnouncement.
             * @typedef {joulegate.v1.MatchAnnouncement.$Properties} joulegate.v1.MatchAnnouncement.$Shape
             */

            /**
             * Constructs a new MatchAnnouncement.
             * @memberof joulegate.v1
             * @classdesc Represents a MatchAnnouncement.
             * @constructor
             * @param {joulegate.v1.MatchAnnouncement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MatchAnnouncement = function (properties) {
                this.matches = [];
                this.considered = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MatchAnnouncement zone.
             * @member {number} zone
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.zone = 0;

            /**
             * MatchAnnouncement carrier.
             * @member {number} carrier
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.carrier = 0;

            /**
             * MatchAnnouncement interval.
             * @member {number|Long} interval
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.interval = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * MatchAnnouncement matches.
             * @member {Array.<joulegate.v1.Match.$Properties>} matches
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.matches = $util.emptyArray;

            /**
             * MatchAnnouncement rule.
             * @member {string} rule
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.rule = "";

            /**
             * MatchAnnouncement node.
             * @member {string} node
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.node = "";

            /**
             * MatchAnnouncement priceCeilingMicroPerKwh.
             * @member {number|Long} priceCeilingMicroPerKwh
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.priceCeilingMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * MatchAnnouncement considered.
             * @member {Array.<joulegate.v1.ConsideredOrder.$Properties>} considered
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.considered = $util.emptyArray;

            /**
             * MatchAnnouncement blockNumber.
             * @member {number|Long} blockNumber
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             */
            MatchAnnouncement.prototype.blockNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new MatchAnnouncement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {joulegate.v1.MatchAnnouncement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.MatchAnnouncement} MatchAnnouncement instance
             * @type {{
             *   (properties: joulegate.v1.MatchAnnouncement.$Shape): joulegate.v1.MatchAnnouncement & joulegate.v1.MatchAnnouncement.$Shape;
             *   (properties?: joulegate.v1.MatchAnnouncement.$Properties): joulegate.v1.MatchAnnouncement;
             * }}
             */
            MatchAnnouncement.create = function(properties) {
                return new MatchAnnouncement(properties);
            };

            /**
             * Encodes the specified MatchAnnouncement message. Does not implicitly {@link joulegate.v1.MatchAnnouncement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {joulegate.v1.MatchAnnouncement.$Properties} message MatchAnnouncement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MatchAnnouncement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.zone);
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier") && message.carrier !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.carrier);
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval") && (typeof message.interval === "object" ? message.interval.low || message.interval.high : message.interval !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.interval);
                if (message.matches != null && message.matches.length)
                    for (let i = 0; i < message.matches.length; ++i)
                        $root.joulegate.v1.Match.encode(message.matches[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule") && message.rule !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.rule);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.node);
                if (message.priceCeilingMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceCeilingMicroPerKwh") && (typeof message.priceCeilingMicroPerKwh === "object" ? message.priceCeilingMicroPerKwh.low || message.priceCeilingMicroPerKwh.high : message.priceCeilingMicroPerKwh !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.priceCeilingMicroPerKwh);
                if (message.considered != null && message.considered.length)
                    for (let i = 0; i < message.considered.length; ++i)
                        $root.joulegate.v1.ConsideredOrder.encode(message.considered[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber") && (typeof message.blockNumber === "object" ? message.blockNumber.low || message.blockNumber.high : message.blockNumber !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.blockNumber);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MatchAnnouncement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.MatchAnnouncement & joulegate.v1.MatchAnnouncement.$Shape} MatchAnnouncement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MatchAnnouncement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.MatchAnnouncement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.carrier = value;
                            else
                                delete message.carrier;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.interval = value;
                            else
                                delete message.interval;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.matches && message.matches.length))
                                message.matches = [];
                            message.matches.push($root.joulegate.v1.Match.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rule = value;
                            else
                                delete message.rule;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.priceCeilingMicroPerKwh = value;
                            else
                                delete message.priceCeilingMicroPerKwh;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.considered && message.considered.length))
                                message.considered = [];
                            message.considered.push($root.joulegate.v1.ConsideredOrder.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.blockNumber = value;
                            else
                                delete message.blockNumber;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a MatchAnnouncement message.
             * @function verify
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            MatchAnnouncement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    if (!$util.isInteger(message.zone))
                        return "zone: integer expected";
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    if (!$util.isInteger(message.carrier))
                        return "carrier: integer expected";
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval"))
                    if (!$util.isInteger(message.interval) && !(message.interval && $util.isInteger(message.interval.low) && $util.isInteger(message.interval.high)))
                        return "interval: integer|Long expected";
                if (message.matches != null && $Object.hasOwnProperty.call(message, "matches")) {
                    if (!$Array.isArray(message.matches))
                        return "matches: array expected";
                    for (let i = 0; i < message.matches.length; ++i) {
                        let error = $root.joulegate.v1.Match.verify(message.matches[i], _depth + 1);
                        if (error)
                            return "matches." + error;
                    }
                }
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule"))
                    if (!$util.isString(message.rule))
                        return "rule: string expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.priceCeilingMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceCeilingMicroPerKwh"))
                    if (!$util.isInteger(message.priceCeilingMicroPerKwh) && !(message.priceCeilingMicroPerKwh && $util.isInteger(message.priceCeilingMicroPerKwh.low) && $util.isInteger(message.priceCeilingMicroPerKwh.high)))
                        return "priceCeilingMicroPerKwh: integer|Long expected";
                if (message.considered != null && $Object.hasOwnProperty.call(message, "considered")) {
                    if (!$Array.isArray(message.considered))
                        return "considered: array expected";
                    for (let i = 0; i < message.considered.length; ++i) {
                        let error = $root.joulegate.v1.ConsideredOrder.verify(message.considered[i], _depth + 1);
                        if (error)
                            return "considered." + error;
                    }
                }
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber"))
                    if (!$util.isInteger(message.blockNumber) && !(message.blockNumber && $util.isInteger(message.blockNumber.low) && $util.isInteger(message.blockNumber.high)))
                        return "blockNumber: integer|Long expected";
                return null;
            };

            /**
             * Creates a MatchAnnouncement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.MatchAnnouncement} MatchAnnouncement
             */
            MatchAnnouncement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.MatchAnnouncement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.MatchAnnouncement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.MatchAnnouncement();
                if (object.zone != null)
                    if ($Number(object.zone) !== 0)
                        message.zone = object.zone >>> 0;
                if (object.carrier != null)
                    if ($Number(object.carrier) !== 0)
                        message.carrier = object.carrier >>> 0;
                if (object.interval != null)
                    if (typeof object.interval === "object" ? object.interval.low || object.interval.high : $Number(object.interval) !== 0)
                        if ($util.Long)
                            message.interval = $util.Long.fromValue(object.interval, true);
                        else if (typeof object.interval === "string")
                            message.interval = $parseInt(object.interval, 10);
                        else if (typeof object.interval === "number")
                            message.interval = object.interval;
                        else if (typeof object.interval === "object")
                            message.interval = new $util.LongBits(object.interval.low >>> 0, object.interval.high >>> 0).toNumber(true);
                if (object.matches) {
                    if (!$Array.isArray(object.matches))
                        throw $TypeError(".joulegate.v1.MatchAnnouncement.matches: array expected");
                    message.matches = $Array(object.matches.length);
                    for (let i = 0; i < object.matches.length; ++i) {
                        if (!$util.isObject(object.matches[i]))
                            throw $TypeError(".joulegate.v1.MatchAnnouncement.matches: object expected");
                        message.matches[i] = $root.joulegate.v1.Match.fromObject(object.matches[i], _depth + 1);
                    }
                }
                if (object.rule != null)
                    if (typeof object.rule !== "string" || object.rule.length)
                        message.rule = $String(object.rule);
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.priceCeilingMicroPerKwh != null)
                    if (typeof object.priceCeilingMicroPerKwh === "object" ? object.priceCeilingMicroPerKwh.low || object.priceCeilingMicroPerKwh.high : $Number(object.priceCeilingMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.priceCeilingMicroPerKwh = $util.Long.fromValue(object.priceCeilingMicroPerKwh, true);
                        else if (typeof object.priceCeilingMicroPerKwh === "string")
                            message.priceCeilingMicroPerKwh = $parseInt(object.priceCeilingMicroPerKwh, 10);
                        else if (typeof object.priceCeilingMicroPerKwh === "number")
                            message.priceCeilingMicroPerKwh = object.priceCeilingMicroPerKwh;
                        else if (typeof object.priceCeilingMicroPerKwh === "object")
                            message.priceCeilingMicroPerKwh = new $util.LongBits(object.priceCeilingMicroPerKwh.low >>> 0, object.priceCeilingMicroPerKwh.high >>> 0).toNumber(true);
                if (object.considered) {
                    if (!$Array.isArray(object.considered))
                        throw $TypeError(".joulegate.v1.MatchAnnouncement.considered: array expected");
                    message.considered = $Array(object.considered.length);
                    for (let i = 0; i < object.considered.length; ++i) {
                        if (!$util.isObject(object.considered[i]))
                            throw $TypeError(".joulegate.v1.MatchAnnouncement.considered: object expected");
                        message.considered[i] = $root.joulegate.v1.ConsideredOrder.fromObject(object.considered[i], _depth + 1);
                    }
                }
                if (object.blockNumber != null)
                    if (typeof object.blockNumber === "object" ? object.blockNumber.low || object.blockNumber.high : $Number(object.blockNumber) !== 0)
                        if ($util.Long)
                            message.blockNumber = $util.Long.fromValue(object.blockNumber, true);
                        else if (typeof object.blockNumber === "string")
                            message.blockNumber = $parseInt(object.blockNumber, 10);
                        else if (typeof object.blockNumber === "number")
                            message.blockNumber = object.blockNumber;
                        else if (typeof object.blockNumber === "object")
                            message.blockNumber = new $util.LongBits(object.blockNumber.low >>> 0, object.blockNumber.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a MatchAnnouncement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {joulegate.v1.MatchAnnouncement} message MatchAnnouncement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            MatchAnnouncement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.matches = [];
                    object.considered = [];
                }
                if (options.defaults) {
                    object.zone = 0;
                    object.carrier = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.interval = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.interval = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.rule = "";
                    object.node = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.priceCeilingMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.priceCeilingMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.blockNumber = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.blockNumber = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    object.zone = message.zone;
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    object.carrier = message.carrier;
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.interval = typeof message.interval === "number" ? $BigInt(message.interval) : $util.Long.fromBits(message.interval.low >>> 0, message.interval.high >>> 0, true).toBigInt();
                    else if (typeof message.interval === "number")
                        object.interval = options.longs === $String ? $String(message.interval) : message.interval;
                    else
                        object.interval = options.longs === $String ? $util.Long.prototype.toString.call(message.interval) : options.longs === $Number ? new $util.LongBits(message.interval.low >>> 0, message.interval.high >>> 0).toNumber(true) : message.interval;
                if (message.matches && message.matches.length) {
                    object.matches = $Array(message.matches.length);
                    for (let j = 0; j < message.matches.length; ++j)
                        object.matches[j] = $root.joulegate.v1.Match.toObject(message.matches[j], options, _depth + 1);
                }
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule"))
                    object.rule = message.rule;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.priceCeilingMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceCeilingMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.priceCeilingMicroPerKwh = typeof message.priceCeilingMicroPerKwh === "number" ? $BigInt(message.priceCeilingMicroPerKwh) : $util.Long.fromBits(message.priceCeilingMicroPerKwh.low >>> 0, message.priceCeilingMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.priceCeilingMicroPerKwh === "number")
                        object.priceCeilingMicroPerKwh = options.longs === $String ? $String(message.priceCeilingMicroPerKwh) : message.priceCeilingMicroPerKwh;
                    else
                        object.priceCeilingMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.priceCeilingMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.priceCeilingMicroPerKwh.low >>> 0, message.priceCeilingMicroPerKwh.high >>> 0).toNumber(true) : message.priceCeilingMicroPerKwh;
                if (message.considered && message.considered.length) {
                    object.considered = $Array(message.considered.length);
                    for (let j = 0; j < message.considered.length; ++j)
                        object.considered[j] = $root.joulegate.v1.ConsideredOrder.toObject(message.considered[j], options, _depth + 1);
                }
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.blockNumber = typeof message.blockNumber === "number" ? $BigInt(message.blockNumber) : $util.Long.fromBits(message.blockNumber.low >>> 0, message.blockNumber.high >>> 0, true).toBigInt();
                    else if (typeof message.blockNumber === "number")
                        object.blockNumber = options.longs === $String ? $String(message.blockNumber) : message.blockNumber;
                    else
                        object.blockNumber = options.longs === $String ? $util.Long.prototype.toString.call(message.blockNumber) : options.longs === $Number ? new $util.LongBits(message.blockNumber.low >>> 0, message.blockNumber.high >>> 0).toNumber(true) : message.blockNumber;
                return object;
            };

            /**
             * Converts this MatchAnnouncement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.MatchAnnouncement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            MatchAnnouncement.prototype.toJSON = function() {
                return MatchAnnouncement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for MatchAnnouncement
             * @function getTypeUrl
             * @memberof joulegate.v1.MatchAnnouncement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            MatchAnnouncement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.MatchAnnouncement";
            };

            return MatchAnnouncement;
        })();

        v1.Transaction = (function() {

            /**
             * Properties of a Transaction.
             * @typedef {Object} joulegate.v1.Transaction.$Properties
             * @property {string|null} [network] Transaction network
             * @property {Uint8Array|null} [id] Transaction id
             * @property {number|Long|null} [created] Transaction created
             * @property {Uint8Array|null} [ownerSignature] Transaction ownerSignature
             * @property {joulegate.v1.MeterRegistration.$Properties|null} [meterRegistration] Transaction meterRegistration
             * @property {joulegate.v1.MeterRotation.$Properties|null} [meterRotation] Transaction meterRotation
             * @property {joulegate.v1.MeterRevocation.$Properties|null} [meterRevocation] Transaction meterRevocation
             * @property {joulegate.v1.AdmissionRequest.$Properties|null} [admissionRequest] Transaction admissionRequest
             * @property {joulegate.v1.Order.$Properties|null} [order] Transaction order
             * @property {joulegate.v1.OrderCancellation.$Properties|null} [orderCancellation] Transaction orderCancellation
             * @property {joulegate.v1.CarbonApplication.$Properties|null} [carbonApplication] Transaction carbonApplication
             * @property {joulegate.v1.PermitOffer.$Properties|null} [permitOffer] Transaction permitOffer
             * @property {joulegate.v1.ReadingBatch.$Properties|null} [readingBatch] Transaction readingBatch
             * @property {joulegate.v1.Match.$Properties|null} [match] Transaction match
             * @property {joulegate.v1.Settlement.$Properties|null} [settlement] Transaction settlement
             * @property {joulegate.v1.SupplyAgreement.$Properties|null} [supplyAgreement] Transaction supplyAgreement
             * @property {joulegate.v1.StorageState.$Properties|null} [storageState] Transaction storageState
             * @property {joulegate.v1.SupplyTermination.$Properties|null} [supplyTermination] Transaction supplyTermination
             * @property {joulegate.v1.PermitRetirement.$Properties|null} [permitRetirement] Transaction permitRetirement
             * @property {joulegate.v1.GuaranteeRetirement.$Properties|null} [guaranteeRetirement] Transaction guaranteeRetirement
             * @property {joulegate.v1.RecoveryRule.$Properties|null} [recoveryRule] Transaction recoveryRule
             * @property {joulegate.v1.Recovery.$Properties|null} [recovery] Transaction recovery
             * @property {joulegate.v1.RecoveryVeto.$Properties|null} [recoveryVeto] Transaction recoveryVeto
             * @property {"meterRegistration"|"meterRotation"|"meterRevocation"|"admissionRequest"|"order"|"orderCancellation"|"carbonApplication"|"permitOffer"|"readingBatch"|"match"|"settlement"|"supplyAgreement"|"storageState"|"supplyTermination"|"permitRetirement"|"guaranteeRetirement"|"recoveryRule"|"recovery"|"recoveryVeto"} [body] Transaction body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Transaction.
             * @memberof joulegate.v1
             * @interface ITransaction
             * @augments joulegate.v1.Transaction.$Properties
             * @deprecated Use joulegate.v1.Transaction.$Properties instead.
             */

            /**
             * Narrowed shape of a Transaction.
             * @typedef {{
             *   network?: string|null;
             *   id?: Uint8Array|null;
             *   created?: number|Long|null;
             *   ownerSignature?: Uint8Array|null;
             *   meterRegistration?: joulegate.v1.MeterRegistration.$Shape|null;
             *   meterRotation?: joulegate.v1.MeterRotation.$Shape|null;
             *   meterRevocation?: joulegate.v1.MeterRevocation.$Shape|null;
             *   admissionRequest?: joulegate.v1.AdmissionRequest.$Shape|null;
             *   order?: joulegate.v1.Order.$Shape|null;
             *   orderCancellation?: joulegate.v1.OrderCancellation.$Shape|null;
             *   carbonApplication?: joulegate.v1.CarbonApplication.$Shape|null;
             *   permitOffer?: joulegate.v1.PermitOffer.$Shape|null;
             *   readingBatch?: joulegate.v1.ReadingBatch.$Shape|null;
             *   match?: joulegate.v1.Match.$Shape|null;
             *   settlement?: joulegate.v1.Settlement.$Shape|null;
             *   supplyAgreement?: joulegate.v1.SupplyAgreement.$Shape|null;
             *   storageState?: joulegate.v1.StorageState.$Shape|null;
             *   supplyTermination?: joulegate.v1.SupplyTermination.$Shape|null;
             *   permitRetirement?: joulegate.v1.PermitRetirement.$Shape|null;
             *   guaranteeRetirement?: joulegate.v1.GuaranteeRetirement.$Shape|null;
             *   recoveryRule?: joulegate.v1.RecoveryRule.$Shape|null;
             *   recovery?: joulegate.v1.Recovery.$Shape|null;
             *   recoveryVeto?: joulegate.v1.RecoveryVeto.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRegistration"; meterRegistration: joulegate.v1.MeterRegistration.$Shape; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRotation"; meterRegistration?: null; meterRotation: joulegate.v1.MeterRotation.$Shape; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRevocation"; meterRegistration?: null; meterRotation?: null; meterRevocation: joulegate.v1.MeterRevocation.$Shape; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "admissionRequest"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest: joulegate.v1.AdmissionRequest.$Shape; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "order"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order: joulegate.v1.Order.$Shape; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "orderCancellation"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation: joulegate.v1.OrderCancellation.$Shape; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "carbonApplication"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication: joulegate.v1.CarbonApplication.$Shape; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "permitOffer"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer: joulegate.v1.PermitOffer.$Shape; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "readingBatch"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch: joulegate.v1.ReadingBatch.$Shape; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "match"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match: joulegate.v1.Match.$Shape; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "settlement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement: joulegate.v1.Settlement.$Shape; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "supplyAgreement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement: joulegate.v1.SupplyAgreement.$Shape; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "storageState"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState: joulegate.v1.StorageState.$Shape; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "supplyTermination"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination: joulegate.v1.SupplyTermination.$Shape; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "permitRetirement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement: joulegate.v1.PermitRetirement.$Shape; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "guaranteeRetirement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement: joulegate.v1.GuaranteeRetirement.$Shape; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "recoveryRule"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule: joulegate.v1.RecoveryRule.$Shape; recovery?: null; recoveryVeto?: null }|{ body?: "recovery"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery: joulegate.v1.Recovery.$Shape; recoveryVeto?: null }|{ body?: "recoveryVeto"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto: joulegate.v1.RecoveryVeto.$Shape })
             * )} joulegate.v1.Transaction.$Shape
             */

            /**
             * Constructs a new Transaction.
             * @memberof joulegate.v1
             * @classdesc Represents a Transaction.
             * @constructor
             * @param {joulegate.v1.Transaction.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Transaction = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Transaction network.
             * @member {string} network
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.network = "";

            /**
             * Transaction id.
             * @member {Uint8Array} id
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.id = $util.newBuffer([]);

            /**
             * Transaction created.
             * @member {number|Long} created
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.created = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Transaction ownerSignature.
             * @member {Uint8Array} ownerSignature
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.ownerSignature = $util.newBuffer([]);

            /**
             * Transaction meterRegistration.
             * @member {joulegate.v1.MeterRegistration.$Properties|null|undefined} meterRegistration
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.meterRegistration = null;

            /**
             * Transaction meterRotation.
             * @member {joulegate.v1.MeterRotation.$Properties|null|undefined} meterRotation
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.meterRotation = null;

            /**
             * Transaction meterRevocation.
             * @member {joulegate.v1.MeterRevocation.$Properties|null|undefined} meterRevocation
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.meterRevocation = null;

            /**
             * Transaction admissionRequest.
             * @member {joulegate.v1.AdmissionRequest.$Properties|null|undefined} admissionRequest
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.admissionRequest = null;

            /**
             * Transaction order.
             * @member {joulegate.v1.Order.$Properties|null|undefined} order
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.order = null;

            /**
             * Transaction orderCancellation.
             * @member {joulegate.v1.OrderCancellation.$Properties|null|undefined} orderCancellation
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.orderCancellation = null;

            /**
             * Transaction carbonApplication.
             * @member {joulegate.v1.CarbonApplication.$Properties|null|undefined} carbonApplication
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.carbonApplication = null;

            /**
             * Transaction permitOffer.
             * @member {joulegate.v1.PermitOffer.$Properties|null|undefined} permitOffer
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.permitOffer = null;

            /**
             * Transaction readingBatch.
             * @member {joulegate.v1.ReadingBatch.$Properties|null|undefined} readingBatch
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.readingBatch = null;

            /**
             * Transaction match.
             * @member {joulegate.v1.Match.$Properties|null|undefined} match
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.match = null;

            /**
             * Transaction settlement.
             * @member {joulegate.v1.Settlement.$Properties|null|undefined} settlement
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.settlement = null;

            /**
             * Transaction supplyAgreement.
             * @member {joulegate.v1.SupplyAgreement.$Properties|null|undefined} supplyAgreement
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.supplyAgreement = null;

            /**
             * Transaction storageState.
             * @member {joulegate.v1.StorageState.$Properties|null|undefined} storageState
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.storageState = null;

            /**
             * Transaction supplyTermination.
             * @member {joulegate.v1.SupplyTermination.$Properties|null|undefined} supplyTermination
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.supplyTermination = null;

            /**
             * Transaction permitRetirement.
             * @member {joulegate.v1.PermitRetirement.$Properties|null|undefined} permitRetirement
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.permitRetirement = null;

            /**
             * Transaction guaranteeRetirement.
             * @member {joulegate.v1.GuaranteeRetirement.$Properties|null|undefined} guaranteeRetirement
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.guaranteeRetirement = null;

            /**
             * Transaction recoveryRule.
             * @member {joulegate.v1.RecoveryRule.$Properties|null|undefined} recoveryRule
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.recoveryRule = null;

            /**
             * Transaction recovery.
             * @member {joulegate.v1.Recovery.$Properties|null|undefined} recovery
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.recovery = null;

            /**
             * Transaction recoveryVeto.
             * @member {joulegate.v1.RecoveryVeto.$Properties|null|undefined} recoveryVeto
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            Transaction.prototype.recoveryVeto = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Transaction body.
             * @member {"meterRegistration"|"meterRotation"|"meterRevocation"|"admissionRequest"|"order"|"orderCancellation"|"carbonApplication"|"permitOffer"|"readingBatch"|"match"|"settlement"|"supplyAgreement"|"storageState"|"supplyTermination"|"permitRetirement"|"guaranteeRetirement"|"recoveryRule"|"recovery"|"recoveryVeto"|undefined} body
             * @memberof joulegate.v1.Transaction
             * @instance
             */
            $Object.defineProperty(Transaction.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["meterRegistration", "meterRotation", "meterRevocation", "admissionRequest", "order", "orderCancellation", "carbonApplication", "permitOffer", "readingBatch", "match", "settlement", "supplyAgreement", "storageState", "supplyTermination", "permitRetirement", "guaranteeRetirement", "recoveryRule", "recovery", "recoveryVeto"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Transaction instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {joulegate.v1.Transaction.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Transaction} Transaction instance
             * @type {{
             *   (properties: joulegate.v1.Transaction.$Shape): joulegate.v1.Transaction & joulegate.v1.Transaction.$Shape;
             *   (properties?: joulegate.v1.Transaction.$Properties): joulegate.v1.Transaction;
             * }}
             */
            Transaction.create = function(properties) {
                return new Transaction(properties);
            };

            /**
             * Encodes the specified Transaction message. Does not implicitly {@link joulegate.v1.Transaction.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {joulegate.v1.Transaction.$Properties} message Transaction message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Transaction.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.network != null && $Object.hasOwnProperty.call(message, "network") && message.network !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.network);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.id);
                if (message.created != null && $Object.hasOwnProperty.call(message, "created") && (typeof message.created === "object" ? message.created.low || message.created.high : message.created !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.created);
                if (message.ownerSignature != null && $Object.hasOwnProperty.call(message, "ownerSignature") && message.ownerSignature.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.ownerSignature);
                if (message.meterRegistration != null && $Object.hasOwnProperty.call(message, "meterRegistration"))
                    $root.joulegate.v1.MeterRegistration.encode(message.meterRegistration, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.meterRotation != null && $Object.hasOwnProperty.call(message, "meterRotation"))
                    $root.joulegate.v1.MeterRotation.encode(message.meterRotation, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.meterRevocation != null && $Object.hasOwnProperty.call(message, "meterRevocation"))
                    $root.joulegate.v1.MeterRevocation.encode(message.meterRevocation, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.admissionRequest != null && $Object.hasOwnProperty.call(message, "admissionRequest"))
                    $root.joulegate.v1.AdmissionRequest.encode(message.admissionRequest, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.order != null && $Object.hasOwnProperty.call(message, "order"))
                    $root.joulegate.v1.Order.encode(message.order, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.orderCancellation != null && $Object.hasOwnProperty.call(message, "orderCancellation"))
                    $root.joulegate.v1.OrderCancellation.encode(message.orderCancellation, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.carbonApplication != null && $Object.hasOwnProperty.call(message, "carbonApplication"))
                    $root.joulegate.v1.CarbonApplication.encode(message.carbonApplication, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
                if (message.permitOffer != null && $Object.hasOwnProperty.call(message, "permitOffer"))
                    $root.joulegate.v1.PermitOffer.encode(message.permitOffer, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                if (message.readingBatch != null && $Object.hasOwnProperty.call(message, "readingBatch"))
                    $root.joulegate.v1.ReadingBatch.encode(message.readingBatch, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.match != null && $Object.hasOwnProperty.call(message, "match"))
                    $root.joulegate.v1.Match.encode(message.match, writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
                if (message.settlement != null && $Object.hasOwnProperty.call(message, "settlement"))
                    $root.joulegate.v1.Settlement.encode(message.settlement, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
                if (message.supplyAgreement != null && $Object.hasOwnProperty.call(message, "supplyAgreement"))
                    $root.joulegate.v1.SupplyAgreement.encode(message.supplyAgreement, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
                if (message.storageState != null && $Object.hasOwnProperty.call(message, "storageState"))
                    $root.joulegate.v1.StorageState.encode(message.storageState, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
                if (message.supplyTermination != null && $Object.hasOwnProperty.call(message, "supplyTermination"))
                    $root.joulegate.v1.SupplyTermination.encode(message.supplyTermination, writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
                if (message.permitRetirement != null && $Object.hasOwnProperty.call(message, "permitRetirement"))
                    $root.joulegate.v1.PermitRetirement.encode(message.permitRetirement, writer.uint32(/* id 24, wireType 2 =*/194).fork(), _depth + 1).ldelim();
                if (message.guaranteeRetirement != null && $Object.hasOwnProperty.call(message, "guaranteeRetirement"))
                    $root.joulegate.v1.GuaranteeRetirement.encode(message.guaranteeRetirement, writer.uint32(/* id 25, wireType 2 =*/202).fork(), _depth + 1).ldelim();
                if (message.recoveryRule != null && $Object.hasOwnProperty.call(message, "recoveryRule"))
                    $root.joulegate.v1.RecoveryRule.encode(message.recoveryRule, writer.uint32(/* id 26, wireType 2 =*/210).fork(), _depth + 1).ldelim();
                if (message.recovery != null && $Object.hasOwnProperty.call(message, "recovery"))
                    $root.joulegate.v1.Recovery.encode(message.recovery, writer.uint32(/* id 27, wireType 2 =*/218).fork(), _depth + 1).ldelim();
                if (message.recoveryVeto != null && $Object.hasOwnProperty.call(message, "recoveryVeto"))
                    $root.joulegate.v1.RecoveryVeto.encode(message.recoveryVeto, writer.uint32(/* id 28, wireType 2 =*/226).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Transaction message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Transaction & joulegate.v1.Transaction.$Shape} Transaction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Transaction.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Transaction();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.network = value;
                            else
                                delete message.network;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.created = value;
                            else
                                delete message.created;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ownerSignature = value;
                            else
                                delete message.ownerSignature;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.meterRegistration = $root.joulegate.v1.MeterRegistration.decode(reader, reader.size(), $undefined, _depth + 1, message.meterRegistration);
                            message.body = "meterRegistration";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.meterRotation = $root.joulegate.v1.MeterRotation.decode(reader, reader.size(), $undefined, _depth + 1, message.meterRotation);
                            message.body = "meterRotation";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.meterRevocation = $root.joulegate.v1.MeterRevocation.decode(reader, reader.size(), $undefined, _depth + 1, message.meterRevocation);
                            message.body = "meterRevocation";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.admissionRequest = $root.joulegate.v1.AdmissionRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.admissionRequest);
                            message.body = "admissionRequest";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.order = $root.joulegate.v1.Order.decode(reader, reader.size(), $undefined, _depth + 1, message.order);
                            message.body = "order";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.orderCancellation = $root.joulegate.v1.OrderCancellation.decode(reader, reader.size(), $undefined, _depth + 1, message.orderCancellation);
                            message.body = "orderCancellation";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.carbonApplication = $root.joulegate.v1.CarbonApplication.decode(reader, reader.size(), $undefined, _depth + 1, message.carbonApplication);
                            message.body = "carbonApplication";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.permitOffer = $root.joulegate.v1.PermitOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.permitOffer);
                            message.body = "permitOffer";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.readingBatch = $root.joulegate.v1.ReadingBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.readingBatch);
                            message.body = "readingBatch";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.match = $root.joulegate.v1.Match.decode(reader, reader.size(), $undefined, _depth + 1, message.match);
                            message.body = "match";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.settlement = $root.joulegate.v1.Settlement.decode(reader, reader.size(), $undefined, _depth + 1, message.settlement);
                            message.body = "settlement";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.supplyAgreement = $root.joulegate.v1.SupplyAgreement.decode(reader, reader.size(), $undefined, _depth + 1, message.supplyAgreement);
                            message.body = "supplyAgreement";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.storageState = $root.joulegate.v1.StorageState.decode(reader, reader.size(), $undefined, _depth + 1, message.storageState);
                            message.body = "storageState";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.supplyTermination = $root.joulegate.v1.SupplyTermination.decode(reader, reader.size(), $undefined, _depth + 1, message.supplyTermination);
                            message.body = "supplyTermination";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.permitRetirement = $root.joulegate.v1.PermitRetirement.decode(reader, reader.size(), $undefined, _depth + 1, message.permitRetirement);
                            message.body = "permitRetirement";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.guaranteeRetirement = $root.joulegate.v1.GuaranteeRetirement.decode(reader, reader.size(), $undefined, _depth + 1, message.guaranteeRetirement);
                            message.body = "guaranteeRetirement";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.recoveryRule = $root.joulegate.v1.RecoveryRule.decode(reader, reader.size(), $undefined, _depth + 1, message.recoveryRule);
                            message.body = "recoveryRule";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.recovery = $root.joulegate.v1.Recovery.decode(reader, reader.size(), $undefined, _depth + 1, message.recovery);
                            message.body = "recovery";
                            continue;
                        }
                    case 28: {
                            if (wireType !== 2)
                                break;
                            message.recoveryVeto = $root.joulegate.v1.RecoveryVeto.decode(reader, reader.size(), $undefined, _depth + 1, message.recoveryVeto);
                            message.body = "recoveryVeto";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Transaction message.
             * @function verify
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Transaction.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    if (!$util.isString(message.network))
                        return "network: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!(message.id && typeof message.id.length === "number" || $util.isString(message.id)))
                        return "id: buffer expected";
                if (message.created != null && $Object.hasOwnProperty.call(message, "created"))
                    if (!$util.isInteger(message.created) && !(message.created && $util.isInteger(message.created.low) && $util.isInteger(message.created.high)))
                        return "created: integer|Long expected";
                if (message.ownerSignature != null && $Object.hasOwnProperty.call(message, "ownerSignature"))
                    if (!(message.ownerSignature && typeof message.ownerSignature.length === "number" || $util.isString(message.ownerSignature)))
                        return "ownerSignature: buffer expected";
                if (message.meterRegistration != null && $Object.hasOwnProperty.call(message, "meterRegistration")) {
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.MeterRegistration.verify(message.meterRegistration, _depth + 1);
                        if (error)
                            return "meterRegistration." + error;
                    }
                }
                if (message.meterRotation != null && $Object.hasOwnProperty.call(message, "meterRotation")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.MeterRotation.verify(message.meterRotation, _depth + 1);
                        if (error)
                            return "meterRotation." + error;
                    }
                }
                if (message.meterRevocation != null && $Object.hasOwnProperty.call(message, "meterRevocation")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.MeterRevocation.verify(message.meterRevocation, _depth + 1);
                        if (error)
                            return "meterRevocation." + error;
                    }
                }
                if (message.admissionRequest != null && $Object.hasOwnProperty.call(message, "admissionRequest")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.AdmissionRequest.verify(message.admissionRequest, _depth + 1);
                        if (error)
                            return "admissionRequest." + error;
                    }
                }
                if (message.order != null && $Object.hasOwnProperty.call(message, "order")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.Order.verify(message.order, _depth + 1);
                        if (error)
                            return "order." + error;
                    }
                }
                if (message.orderCancellation != null && $Object.hasOwnProperty.call(message, "orderCancellation")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.OrderCancellation.verify(message.orderCancellation, _depth + 1);
                        if (error)
                            return "orderCancellation." + error;
                    }
                }
                if (message.carbonApplication != null && $Object.hasOwnProperty.call(message, "carbonApplication")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.CarbonApplication.verify(message.carbonApplication, _depth + 1);
                        if (error)
                            return "carbonApplication." + error;
                    }
                }
                if (message.permitOffer != null && $Object.hasOwnProperty.call(message, "permitOffer")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.PermitOffer.verify(message.permitOffer, _depth + 1);
                        if (error)
                            return "permitOffer." + error;
                    }
                }
                if (message.readingBatch != null && $Object.hasOwnProperty.call(message, "readingBatch")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.ReadingBatch.verify(message.readingBatch, _depth + 1);
                        if (error)
                            return "readingBatch." + error;
                    }
                }
                if (message.match != null && $Object.hasOwnProperty.call(message, "match")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.Match.verify(message.match, _depth + 1);
                        if (error)
                            return "match." + error;
                    }
                }
                if (message.settlement != null && $Object.hasOwnProperty.call(message, "settlement")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.Settlement.verify(message.settlement, _depth + 1);
                        if (error)
                            return "settlement." + error;
                    }
                }
                if (message.supplyAgreement != null && $Object.hasOwnProperty.call(message, "supplyAgreement")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.SupplyAgreement.verify(message.supplyAgreement, _depth + 1);
                        if (error)
                            return "supplyAgreement." + error;
                    }
                }
                if (message.storageState != null && $Object.hasOwnProperty.call(message, "storageState")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.StorageState.verify(message.storageState, _depth + 1);
                        if (error)
                            return "storageState." + error;
                    }
                }
                if (message.supplyTermination != null && $Object.hasOwnProperty.call(message, "supplyTermination")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.SupplyTermination.verify(message.supplyTermination, _depth + 1);
                        if (error)
                            return "supplyTermination." + error;
                    }
                }
                if (message.permitRetirement != null && $Object.hasOwnProperty.call(message, "permitRetirement")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.PermitRetirement.verify(message.permitRetirement, _depth + 1);
                        if (error)
                            return "permitRetirement." + error;
                    }
                }
                if (message.guaranteeRetirement != null && $Object.hasOwnProperty.call(message, "guaranteeRetirement")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.GuaranteeRetirement.verify(message.guaranteeRetirement, _depth + 1);
                        if (error)
                            return "guaranteeRetirement." + error;
                    }
                }
                if (message.recoveryRule != null && $Object.hasOwnProperty.call(message, "recoveryRule")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.RecoveryRule.verify(message.recoveryRule, _depth + 1);
                        if (error)
                            return "recoveryRule." + error;
                    }
                }
                if (message.recovery != null && $Object.hasOwnProperty.call(message, "recovery")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.Recovery.verify(message.recovery, _depth + 1);
                        if (error)
                            return "recovery." + error;
                    }
                }
                if (message.recoveryVeto != null && $Object.hasOwnProperty.call(message, "recoveryVeto")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.joulegate.v1.RecoveryVeto.verify(message.recoveryVeto, _depth + 1);
                        if (error)
                            return "recoveryVeto." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Transaction message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Transaction} Transaction
             */
            Transaction.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Transaction)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Transaction: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Transaction();
                if (object.network != null)
                    if (typeof object.network !== "string" || object.network.length)
                        message.network = $String(object.network);
                if (object.id != null)
                    if (object.id.length)
                        if (typeof object.id === "string")
                            $util.base64.decode(object.id, message.id = $util.newBuffer($util.base64.length(object.id)), 0);
                        else if (object.id.length >= 0)
                            message.id = object.id;
                if (object.created != null)
                    if (typeof object.created === "object" ? object.created.low || object.created.high : $Number(object.created) !== 0)
                        if ($util.Long)
                            message.created = $util.Long.fromValue(object.created, true);
                        else if (typeof object.created === "string")
                            message.created = $parseInt(object.created, 10);
                        else if (typeof object.created === "number")
                            message.created = object.created;
                        else if (typeof object.created === "object")
                            message.created = new $util.LongBits(object.created.low >>> 0, object.created.high >>> 0).toNumber(true);
                if (object.ownerSignature != null)
                    if (object.ownerSignature.length)
                        if (typeof object.ownerSignature === "string")
                            $util.base64.decode(object.ownerSignature, message.ownerSignature = $util.newBuffer($util.base64.length(object.ownerSignature)), 0);
                        else if (object.ownerSignature.length >= 0)
                            message.ownerSignature = object.ownerSignature;
                if (object.meterRegistration != null) {
                    if (!$util.isObject(object.meterRegistration))
                        throw $TypeError(".joulegate.v1.Transaction.meterRegistration: object expected");
                    message.meterRegistration = $root.joulegate.v1.MeterRegistration.fromObject(object.meterRegistration, _depth + 1);
                }
                if (object.meterRotation != null) {
                    if (!$util.isObject(object.meterRotation))
                        throw $TypeError(".joulegate.v1.Transaction.meterRotation: object expected");
                    message.meterRotation = $root.joulegate.v1.MeterRotation.fromObject(object.meterRotation, _depth + 1);
                }
                if (object.meterRevocation != null) {
                    if (!$util.isObject(object.meterRevocation))
                        throw $TypeError(".joulegate.v1.Transaction.meterRevocation: object expected");
                    message.meterRevocation = $root.joulegate.v1.MeterRevocation.fromObject(object.meterRevocation, _depth + 1);
                }
                if (object.admissionRequest != null) {
                    if (!$util.isObject(object.admissionRequest))
                        throw $TypeError(".joulegate.v1.Transaction.admissionRequest: object expected");
                    message.admissionRequest = $root.joulegate.v1.AdmissionRequest.fromObject(object.admissionRequest, _depth + 1);
                }
                if (object.order != null) {
                    if (!$util.isObject(object.order))
                        throw $TypeError(".joulegate.v1.Transaction.order: object expected");
                    message.order = $root.joulegate.v1.Order.fromObject(object.order, _depth + 1);
                }
                if (object.orderCancellation != null) {
                    if (!$util.isObject(object.orderCancellation))
                        throw $TypeError(".joulegate.v1.Transaction.orderCancellation: object expected");
                    message.orderCancellation = $root.joulegate.v1.OrderCancellation.fromObject(object.orderCancellation, _depth + 1);
                }
                if (object.carbonApplication != null) {
                    if (!$util.isObject(object.carbonApplication))
                        throw $TypeError(".joulegate.v1.Transaction.carbonApplication: object expected");
                    message.carbonApplication = $root.joulegate.v1.CarbonApplication.fromObject(object.carbonApplication, _depth + 1);
                }
                if (object.permitOffer != null) {
                    if (!$util.isObject(object.permitOffer))
                        throw $TypeError(".joulegate.v1.Transaction.permitOffer: object expected");
                    message.permitOffer = $root.joulegate.v1.PermitOffer.fromObject(object.permitOffer, _depth + 1);
                }
                if (object.readingBatch != null) {
                    if (!$util.isObject(object.readingBatch))
                        throw $TypeError(".joulegate.v1.Transaction.readingBatch: object expected");
                    message.readingBatch = $root.joulegate.v1.ReadingBatch.fromObject(object.readingBatch, _depth + 1);
                }
                if (object.match != null) {
                    if (!$util.isObject(object.match))
                        throw $TypeError(".joulegate.v1.Transaction.match: object expected");
                    message.match = $root.joulegate.v1.Match.fromObject(object.match, _depth + 1);
                }
                if (object.settlement != null) {
                    if (!$util.isObject(object.settlement))
                        throw $TypeError(".joulegate.v1.Transaction.settlement: object expected");
                    message.settlement = $root.joulegate.v1.Settlement.fromObject(object.settlement, _depth + 1);
                }
                if (object.supplyAgreement != null) {
                    if (!$util.isObject(object.supplyAgreement))
                        throw $TypeError(".joulegate.v1.Transaction.supplyAgreement: object expected");
                    message.supplyAgreement = $root.joulegate.v1.SupplyAgreement.fromObject(object.supplyAgreement, _depth + 1);
                }
                if (object.storageState != null) {
                    if (!$util.isObject(object.storageState))
                        throw $TypeError(".joulegate.v1.Transaction.storageState: object expected");
                    message.storageState = $root.joulegate.v1.StorageState.fromObject(object.storageState, _depth + 1);
                }
                if (object.supplyTermination != null) {
                    if (!$util.isObject(object.supplyTermination))
                        throw $TypeError(".joulegate.v1.Transaction.supplyTermination: object expected");
                    message.supplyTermination = $root.joulegate.v1.SupplyTermination.fromObject(object.supplyTermination, _depth + 1);
                }
                if (object.permitRetirement != null) {
                    if (!$util.isObject(object.permitRetirement))
                        throw $TypeError(".joulegate.v1.Transaction.permitRetirement: object expected");
                    message.permitRetirement = $root.joulegate.v1.PermitRetirement.fromObject(object.permitRetirement, _depth + 1);
                }
                if (object.guaranteeRetirement != null) {
                    if (!$util.isObject(object.guaranteeRetirement))
                        throw $TypeError(".joulegate.v1.Transaction.guaranteeRetirement: object expected");
                    message.guaranteeRetirement = $root.joulegate.v1.GuaranteeRetirement.fromObject(object.guaranteeRetirement, _depth + 1);
                }
                if (object.recoveryRule != null) {
                    if (!$util.isObject(object.recoveryRule))
                        throw $TypeError(".joulegate.v1.Transaction.recoveryRule: object expected");
                    message.recoveryRule = $root.joulegate.v1.RecoveryRule.fromObject(object.recoveryRule, _depth + 1);
                }
                if (object.recovery != null) {
                    if (!$util.isObject(object.recovery))
                        throw $TypeError(".joulegate.v1.Transaction.recovery: object expected");
                    message.recovery = $root.joulegate.v1.Recovery.fromObject(object.recovery, _depth + 1);
                }
                if (object.recoveryVeto != null) {
                    if (!$util.isObject(object.recoveryVeto))
                        throw $TypeError(".joulegate.v1.Transaction.recoveryVeto: object expected");
                    message.recoveryVeto = $root.joulegate.v1.RecoveryVeto.fromObject(object.recoveryVeto, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Transaction message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {joulegate.v1.Transaction} message Transaction
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Transaction.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.network = "";
                    if (options.bytes === $String)
                        object.id = "";
                    else {
                        object.id = [];
                        if (options.bytes !== $Array)
                            object.id = $util.newBuffer(object.id);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.created = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.created = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.ownerSignature = "";
                    else {
                        object.ownerSignature = [];
                        if (options.bytes !== $Array)
                            object.ownerSignature = $util.newBuffer(object.ownerSignature);
                    }
                }
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    object.network = message.network;
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = options.bytes === $String ? $util.base64.encode(message.id, 0, message.id.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.id) : message.id;
                if (message.created != null && $Object.hasOwnProperty.call(message, "created"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.created = typeof message.created === "number" ? $BigInt(message.created) : $util.Long.fromBits(message.created.low >>> 0, message.created.high >>> 0, true).toBigInt();
                    else if (typeof message.created === "number")
                        object.created = options.longs === $String ? $String(message.created) : message.created;
                    else
                        object.created = options.longs === $String ? $util.Long.prototype.toString.call(message.created) : options.longs === $Number ? new $util.LongBits(message.created.low >>> 0, message.created.high >>> 0).toNumber(true) : message.created;
                if (message.ownerSignature != null && $Object.hasOwnProperty.call(message, "ownerSignature"))
                    object.ownerSignature = options.bytes === $String ? $util.base64.encode(message.ownerSignature, 0, message.ownerSignature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.ownerSignature) : message.ownerSignature;
                if (message.meterRegistration != null && $Object.hasOwnProperty.call(message, "meterRegistration")) {
                    object.meterRegistration = $root.joulegate.v1.MeterRegistration.toObject(message.meterRegistration, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "meterRegistration";
                }
                if (message.meterRotation != null && $Object.hasOwnProperty.call(message, "meterRotation")) {
                    object.meterRotation = $root.joulegate.v1.MeterRotation.toObject(message.meterRotation, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "meterRotation";
                }
                if (message.meterRevocation != null && $Object.hasOwnProperty.call(message, "meterRevocation")) {
                    object.meterRevocation = $root.joulegate.v1.MeterRevocation.toObject(message.meterRevocation, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "meterRevocation";
                }
                if (message.admissionRequest != null && $Object.hasOwnProperty.call(message, "admissionRequest")) {
                    object.admissionRequest = $root.joulegate.v1.AdmissionRequest.toObject(message.admissionRequest, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "admissionRequest";
                }
                if (message.order != null && $Object.hasOwnProperty.call(message, "order")) {
                    object.order = $root.joulegate.v1.Order.toObject(message.order, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "order";
                }
                if (message.orderCancellation != null && $Object.hasOwnProperty.call(message, "orderCancellation")) {
                    object.orderCancellation = $root.joulegate.v1.OrderCancellation.toObject(message.orderCancellation, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "orderCancellation";
                }
                if (message.carbonApplication != null && $Object.hasOwnProperty.call(message, "carbonApplication")) {
                    object.carbonApplication = $root.joulegate.v1.CarbonApplication.toObject(message.carbonApplication, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "carbonApplication";
                }
                if (message.permitOffer != null && $Object.hasOwnProperty.call(message, "permitOffer")) {
                    object.permitOffer = $root.joulegate.v1.PermitOffer.toObject(message.permitOffer, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "permitOffer";
                }
                if (message.readingBatch != null && $Object.hasOwnProperty.call(message, "readingBatch")) {
                    object.readingBatch = $root.joulegate.v1.ReadingBatch.toObject(message.readingBatch, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "readingBatch";
                }
                if (message.match != null && $Object.hasOwnProperty.call(message, "match")) {
                    object.match = $root.joulegate.v1.Match.toObject(message.match, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "match";
                }
                if (message.settlement != null && $Object.hasOwnProperty.call(message, "settlement")) {
                    object.settlement = $root.joulegate.v1.Settlement.toObject(message.settlement, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "settlement";
                }
                if (message.supplyAgreement != null && $Object.hasOwnProperty.call(message, "supplyAgreement")) {
                    object.supplyAgreement = $root.joulegate.v1.SupplyAgreement.toObject(message.supplyAgreement, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "supplyAgreement";
                }
                if (message.storageState != null && $Object.hasOwnProperty.call(message, "storageState")) {
                    object.storageState = $root.joulegate.v1.StorageState.toObject(message.storageState, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "storageState";
                }
                if (message.supplyTermination != null && $Object.hasOwnProperty.call(message, "supplyTermination")) {
                    object.supplyTermination = $root.joulegate.v1.SupplyTermination.toObject(message.supplyTermination, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "supplyTermination";
                }
                if (message.permitRetirement != null && $Object.hasOwnProperty.call(message, "permitRetirement")) {
                    object.permitRetirement = $root.joulegate.v1.PermitRetirement.toObject(message.permitRetirement, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "permitRetirement";
                }
                if (message.guaranteeRetirement != null && $Object.hasOwnProperty.call(message, "guaranteeRetirement")) {
                    object.guaranteeRetirement = $root.joulegate.v1.GuaranteeRetirement.toObject(message.guaranteeRetirement, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "guaranteeRetirement";
                }
                if (message.recoveryRule != null && $Object.hasOwnProperty.call(message, "recoveryRule")) {
                    object.recoveryRule = $root.joulegate.v1.RecoveryRule.toObject(message.recoveryRule, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "recoveryRule";
                }
                if (message.recovery != null && $Object.hasOwnProperty.call(message, "recovery")) {
                    object.recovery = $root.joulegate.v1.Recovery.toObject(message.recovery, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "recovery";
                }
                if (message.recoveryVeto != null && $Object.hasOwnProperty.call(message, "recoveryVeto")) {
                    object.recoveryVeto = $root.joulegate.v1.RecoveryVeto.toObject(message.recoveryVeto, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "recoveryVeto";
                }
                return object;
            };

            /**
             * Converts this Transaction to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Transaction
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Transaction.prototype.toJSON = function() {
                return Transaction.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Transaction
             * @function getTypeUrl
             * @memberof joulegate.v1.Transaction
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Transaction.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Transaction";
            };

            return Transaction;
        })();

        v1.MeterRegistration = (function() {

            /**
             * Properties of a MeterRegistration.
             * @typedef {Object} joulegate.v1.MeterRegistration.$Properties
             * @property {Uint8Array|null} [owner] MeterRegistration owner
             * @property {Uint8Array|null} [keyX] MeterRegistration keyX
             * @property {Uint8Array|null} [keyY] MeterRegistration keyY
             * @property {number|null} [curve] MeterRegistration curve
             * @property {number|null} [format] MeterRegistration format
             * @property {number|null} [attestationClass] MeterRegistration attestationClass
             * @property {number|null} [source] MeterRegistration source
             * @property {number|null} [carrier] MeterRegistration carrier
             * @property {number|null} [zone] MeterRegistration zone
             * @property {number|Long|null} [capacityW] MeterRegistration capacityW
             * @property {number|Long|null} [deadline] MeterRegistration deadline
             * @property {Uint8Array|null} [possessionSignature] MeterRegistration possessionSignature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MeterRegistration.
             * @memberof joulegate.v1
             * @interface IMeterRegistration
             * @augments joulegate.v1.MeterRegistration.$Properties
             * @deprecated Use joulegate.v1.MeterRegistration.$Properties instead.
             */

            /**
             * Shape of a MeterRegistration.
             * @typedef {joulegate.v1.MeterRegistration.$Properties} joulegate.v1.MeterRegistration.$Shape
             */

            /**
             * Constructs a new MeterRegistration.
             * @memberof joulegate.v1
             * @classdesc Represents a MeterRegistration.
             * @constructor
             * @param {joulegate.v1.MeterRegistration.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MeterRegistration = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MeterRegistration owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.owner = $util.newBuffer([]);

            /**
             * MeterRegistration keyX.
             * @member {Uint8Array} keyX
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.keyX = $util.newBuffer([]);

            /**
             * MeterRegistration keyY.
             * @member {Uint8Array} keyY
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.keyY = $util.newBuffer([]);

            /**
             * MeterRegistration curve.
             * @member {number} curve
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.curve = 0;

            /**
             * MeterRegistration format.
             * @member {number} format
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.format = 0;

            /**
             * MeterRegistration attestationClass.
             * @member {number} attestationClass
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.attestationClass = 0;

            /**
             * MeterRegistration source.
             * @member {number} source
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.source = 0;

            /**
             * MeterRegistration carrier.
             * @member {number} carrier
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.carrier = 0;

            /**
             * MeterRegistration zone.
             * @member {number} zone
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.zone = 0;

            /**
             * MeterRegistration capacityW.
             * @member {number|Long} capacityW
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.capacityW = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * MeterRegistration deadline.
             * @member {number|Long} deadline
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.deadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * MeterRegistration possessionSignature.
             * @member {Uint8Array} possessionSignature
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             */
            MeterRegistration.prototype.possessionSignature = $util.newBuffer([]);

            /**
             * Creates a new MeterRegistration instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {joulegate.v1.MeterRegistration.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.MeterRegistration} MeterRegistration instance
             * @type {{
             *   (properties: joulegate.v1.MeterRegistration.$Shape): joulegate.v1.MeterRegistration & joulegate.v1.MeterRegistration.$Shape;
             *   (properties?: joulegate.v1.MeterRegistration.$Properties): joulegate.v1.MeterRegistration;
             * }}
             */
            MeterRegistration.create = function(properties) {
                return new MeterRegistration(properties);
            };

            /**
             * Encodes the specified MeterRegistration message. Does not implicitly {@link joulegate.v1.MeterRegistration.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {joulegate.v1.MeterRegistration.$Properties} message MeterRegistration message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MeterRegistration.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.owner);
                if (message.keyX != null && $Object.hasOwnProperty.call(message, "keyX") && message.keyX.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.keyX);
                if (message.keyY != null && $Object.hasOwnProperty.call(message, "keyY") && message.keyY.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.keyY);
                if (message.curve != null && $Object.hasOwnProperty.call(message, "curve") && message.curve !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.curve);
                if (message.format != null && $Object.hasOwnProperty.call(message, "format") && message.format !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.format);
                if (message.attestationClass != null && $Object.hasOwnProperty.call(message, "attestationClass") && message.attestationClass !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.attestationClass);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.source);
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier") && message.carrier !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.carrier);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.zone);
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW") && (typeof message.capacityW === "object" ? message.capacityW.low || message.capacityW.high : message.capacityW !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.capacityW);
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline") && (typeof message.deadline === "object" ? message.deadline.low || message.deadline.high : message.deadline !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.deadline);
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature") && message.possessionSignature.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.possessionSignature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MeterRegistration message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRegistration & joulegate.v1.MeterRegistration.$Shape} MeterRegistration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MeterRegistration.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.MeterRegistration();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyX = value;
                            else
                                delete message.keyX;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyY = value;
                            else
                                delete message.keyY;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.curve = value;
                            else
                                delete message.curve;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.format = value;
                            else
                                delete message.format;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attestationClass = value;
                            else
                                delete message.attestationClass;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.carrier = value;
                            else
                                delete message.carrier;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.capacityW = value;
                            else
                                delete message.capacityW;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadline = value;
                            else
                                delete message.deadline;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.possessionSignature = value;
                            else
                                delete message.possessionSignature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a MeterRegistration message.
             * @function verify
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            MeterRegistration.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.keyX != null && $Object.hasOwnProperty.call(message, "keyX"))
                    if (!(message.keyX && typeof message.keyX.length === "number" || $util.isString(message.keyX)))
                        return "keyX: buffer expected";
                if (message.keyY != null && $Object.hasOwnProperty.call(message, "keyY"))
                    if (!(message.keyY && typeof message.keyY.length === "number" || $util.isString(message.keyY)))
                        return "keyY: buffer expected";
                if (message.curve != null && $Object.hasOwnProperty.call(message, "curve"))
                    if (!$util.isInteger(message.curve))
                        return "curve: integer expected";
                if (message.format != null && $Object.hasOwnProperty.call(message, "format"))
                    if (!$util.isInteger(message.format))
                        return "format: integer expected";
                if (message.attestationClass != null && $Object.hasOwnProperty.call(message, "attestationClass"))
                    if (!$util.isInteger(message.attestationClass))
                        return "attestationClass: integer expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isInteger(message.source))
                        return "source: integer expected";
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    if (!$util.isInteger(message.carrier))
                        return "carrier: integer expected";
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    if (!$util.isInteger(message.zone))
                        return "zone: integer expected";
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW"))
                    if (!$util.isInteger(message.capacityW) && !(message.capacityW && $util.isInteger(message.capacityW.low) && $util.isInteger(message.capacityW.high)))
                        return "capacityW: integer|Long expected";
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (!$util.isInteger(message.deadline) && !(message.deadline && $util.isInteger(message.deadline.low) && $util.isInteger(message.deadline.high)))
                        return "deadline: integer|Long expected";
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature"))
                    if (!(message.possessionSignature && typeof message.possessionSignature.length === "number" || $util.isString(message.possessionSignature)))
                        return "possessionSignature: buffer expected";
                return null;
            };

            /**
             * Creates a MeterRegistration message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.MeterRegistration} MeterRegistration
             */
            MeterRegistration.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.MeterRegistration)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.MeterRegistration: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.MeterRegistration();
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.keyX != null)
                    if (object.keyX.length)
                        if (typeof object.keyX === "string")
                            $util.base64.decode(object.keyX, message.keyX = $util.newBuffer($util.base64.length(object.keyX)), 0);
                        else if (object.keyX.length >= 0)
                            message.keyX = object.keyX;
                if (object.keyY != null)
                    if (object.keyY.length)
                        if (typeof object.keyY === "string")
                            $util.base64.decode(object.keyY, message.keyY = $util.newBuffer($util.base64.length(object.keyY)), 0);
                        else if (object.keyY.length >= 0)
                            message.keyY = object.keyY;
                if (object.curve != null)
                    if ($Number(object.curve) !== 0)
                        message.curve = object.curve >>> 0;
                if (object.format != null)
                    if ($Number(object.format) !== 0)
                        message.format = object.format >>> 0;
                if (object.attestationClass != null)
                    if ($Number(object.attestationClass) !== 0)
                        message.attestationClass = object.attestationClass >>> 0;
                if (object.source != null)
                    if ($Number(object.source) !== 0)
                        message.source = object.source >>> 0;
                if (object.carrier != null)
                    if ($Number(object.carrier) !== 0)
                        message.carrier = object.carrier >>> 0;
                if (object.zone != null)
                    if ($Number(object.zone) !== 0)
                        message.zone = object.zone >>> 0;
                if (object.capacityW != null)
                    if (typeof object.capacityW === "object" ? object.capacityW.low || object.capacityW.high : $Number(object.capacityW) !== 0)
                        if ($util.Long)
                            message.capacityW = $util.Long.fromValue(object.capacityW, true);
                        else if (typeof object.capacityW === "string")
                            message.capacityW = $parseInt(object.capacityW, 10);
                        else if (typeof object.capacityW === "number")
                            message.capacityW = object.capacityW;
                        else if (typeof object.capacityW === "object")
                            message.capacityW = new $util.LongBits(object.capacityW.low >>> 0, object.capacityW.high >>> 0).toNumber(true);
                if (object.deadline != null)
                    if (typeof object.deadline === "object" ? object.deadline.low || object.deadline.high : $Number(object.deadline) !== 0)
                        if ($util.Long)
                            message.deadline = $util.Long.fromValue(object.deadline, true);
                        else if (typeof object.deadline === "string")
                            message.deadline = $parseInt(object.deadline, 10);
                        else if (typeof object.deadline === "number")
                            message.deadline = object.deadline;
                        else if (typeof object.deadline === "object")
                            message.deadline = new $util.LongBits(object.deadline.low >>> 0, object.deadline.high >>> 0).toNumber(true);
                if (object.possessionSignature != null)
                    if (object.possessionSignature.length)
                        if (typeof object.possessionSignature === "string")
                            $util.base64.decode(object.possessionSignature, message.possessionSignature = $util.newBuffer($util.base64.length(object.possessionSignature)), 0);
                        else if (object.possessionSignature.length >= 0)
                            message.possessionSignature = object.possessionSignature;
                return message;
            };

            /**
             * Creates a plain object from a MeterRegistration message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {joulegate.v1.MeterRegistration} message MeterRegistration
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            MeterRegistration.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    if (options.bytes === $String)
                        object.keyX = "";
                    else {
                        object.keyX = [];
                        if (options.bytes !== $Array)
                            object.keyX = $util.newBuffer(object.keyX);
                    }
                    if (options.bytes === $String)
                        object.keyY = "";
                    else {
                        object.keyY = [];
                        if (options.bytes !== $Array)
                            object.keyY = $util.newBuffer(object.keyY);
                    }
                    object.curve = 0;
                    object.format = 0;
                    object.attestationClass = 0;
                    object.source = 0;
                    object.carrier = 0;
                    object.zone = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.capacityW = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.capacityW = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.possessionSignature = "";
                    else {
                        object.possessionSignature = [];
                        if (options.bytes !== $Array)
                            object.possessionSignature = $util.newBuffer(object.possessionSignature);
                    }
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.keyX != null && $Object.hasOwnProperty.call(message, "keyX"))
                    object.keyX = options.bytes === $String ? $util.base64.encode(message.keyX, 0, message.keyX.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.keyX) : message.keyX;
                if (message.keyY != null && $Object.hasOwnProperty.call(message, "keyY"))
                    object.keyY = options.bytes === $String ? $util.base64.encode(message.keyY, 0, message.keyY.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.keyY) : message.keyY;
                if (message.curve != null && $Object.hasOwnProperty.call(message, "curve"))
                    object.curve = message.curve;
                if (message.format != null && $Object.hasOwnProperty.call(message, "format"))
                    object.format = message.format;
                if (message.attestationClass != null && $Object.hasOwnProperty.call(message, "attestationClass"))
                    object.attestationClass = message.attestationClass;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    object.carrier = message.carrier;
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    object.zone = message.zone;
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.capacityW = typeof message.capacityW === "number" ? $BigInt(message.capacityW) : $util.Long.fromBits(message.capacityW.low >>> 0, message.capacityW.high >>> 0, true).toBigInt();
                    else if (typeof message.capacityW === "number")
                        object.capacityW = options.longs === $String ? $String(message.capacityW) : message.capacityW;
                    else
                        object.capacityW = options.longs === $String ? $util.Long.prototype.toString.call(message.capacityW) : options.longs === $Number ? new $util.LongBits(message.capacityW.low >>> 0, message.capacityW.high >>> 0).toNumber(true) : message.capacityW;
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadline = typeof message.deadline === "number" ? $BigInt(message.deadline) : $util.Long.fromBits(message.deadline.low >>> 0, message.deadline.high >>> 0, true).toBigInt();
                    else if (typeof message.deadline === "number")
                        object.deadline = options.longs === $String ? $String(message.deadline) : message.deadline;
                    else
                        object.deadline = options.longs === $String ? $util.Long.prototype.toString.call(message.deadline) : options.longs === $Number ? new $util.LongBits(message.deadline.low >>> 0, message.deadline.high >>> 0).toNumber(true) : message.deadline;
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature"))
                    object.possessionSignature = options.bytes === $String ? $util.base64.encode(message.possessionSignature, 0, message.possessionSignature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.possessionSignature) : message.possessionSignature;
                return object;
            };

            /**
             * Converts this MeterRegistration to JSON.
             * @function toJSON
             * @memberof joulegate.v1.MeterRegistration
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            MeterRegistration.prototype.toJSON = function() {
                return MeterRegistration.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for MeterRegistration
             * @function getTypeUrl
             * @memberof joulegate.v1.MeterRegistration
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            MeterRegistration.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.MeterRegistration";
            };

            return MeterRegistration;
        })();

        v1.MeterRotation = (function() {

            /**
             * Properties of a MeterRotation.
             * @typedef {Object} joulegate.v1.MeterRotation.$Properties
             * @property {Uint8Array|null} [meter] MeterRotation meter
             * @property {Uint8Array|null} [newKeyX] MeterRotation newKeyX
             * @property {Uint8Array|null} [newKeyY] MeterRotation newKeyY
             * @property {number|Long|null} [nonce] MeterRotation nonce
             * @property {Uint8Array|null} [possessionSignature] MeterRotation possessionSignature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MeterRotation.
             * @memberof joulegate.v1
             * @interface IMeterRotation
             * @augments joulegate.v1.MeterRotation.$Properties
             * @deprecated Use joulegate.v1.MeterRotation.$Properties instead.
             */

            /**
             * Shape of a MeterRotation.
             * @typedef {joulegate.v1.MeterRotation.$Properties} joulegate.v1.MeterRotation.$Shape
             */

            /**
             * Constructs a new MeterRotation.
             * @memberof joulegate.v1
             * @classdesc Represents a MeterRotation.
             * @constructor
             * @param {joulegate.v1.MeterRotation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MeterRotation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MeterRotation meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.MeterRotation
             * @instance
             */
            MeterRotation.prototype.meter = $util.newBuffer([]);

            /**
             * MeterRotation newKeyX.
             * @member {Uint8Array} newKeyX
             * @memberof joulegate.v1.MeterRotation
             * @instance
             */
            MeterRotation.prototype.newKeyX = $util.newBuffer([]);

            /**
             * MeterRotation newKeyY.
             * @member {Uint8Array} newKeyY
             * @memberof joulegate.v1.MeterRotation
             * @instance
             */
            MeterRotation.prototype.newKeyY = $util.newBuffer([]);

            /**
             * MeterRotation nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.MeterRotation
             * @instance
             */
            MeterRotation.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * MeterRotation possessionSignature.
             * @member {Uint8Array} possessionSignature
             * @memberof joulegate.v1.MeterRotation
             * @instance
             */
            MeterRotation.prototype.possessionSignature = $util.newBuffer([]);

            /**
             * Creates a new MeterRotation instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {joulegate.v1.MeterRotation.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.MeterRotation} MeterRotation instance
             * @type {{
             *   (properties: joulegate.v1.MeterRotation.$Shape): joulegate.v1.MeterRotation & joulegate.v1.MeterRotation.$Shape;
             *   (properties?: joulegate.v1.MeterRotation.$Properties): joulegate.v1.MeterRotation;
             * }}
             */
            MeterRotation.create = function(properties) {
                return new MeterRotation(properties);
            };

            /**
             * Encodes the specified MeterRotation message. Does not implicitly {@link joulegate.v1.MeterRotation.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {joulegate.v1.MeterRotation.$Properties} message MeterRotation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MeterRotation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.newKeyX != null && $Object.hasOwnProperty.call(message, "newKeyX") && message.newKeyX.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.newKeyX);
                if (message.newKeyY != null && $Object.hasOwnProperty.call(message, "newKeyY") && message.newKeyY.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.newKeyY);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.nonce);
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature") && message.possessionSignature.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.possessionSignature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MeterRotation message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRotation & joulegate.v1.MeterRotation.$Shape} MeterRotation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MeterRotation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.MeterRotation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.newKeyX = value;
                            else
                                delete message.newKeyX;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.newKeyY = value;
                            else
                                delete message.newKeyY;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.possessionSignature = value;
                            else
                                delete message.possessionSignature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a MeterRotation message.
             * @function verify
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            MeterRotation.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.newKeyX != null && $Object.hasOwnProperty.call(message, "newKeyX"))
                    if (!(message.newKeyX && typeof message.newKeyX.length === "number" || $util.isString(message.newKeyX)))
                        return "newKeyX: buffer expected";
                if (message.newKeyY != null && $Object.hasOwnProperty.call(message, "newKeyY"))
                    if (!(message.newKeyY && typeof message.newKeyY.length === "number" || $util.isString(message.newKeyY)))
                        return "newKeyY: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature"))
                    if (!(message.possessionSignature && typeof message.possessionSignature.length === "number" || $util.isString(message.possessionSignature)))
                        return "possessionSignature: buffer expected";
                return null;
            };

            /**
             * Creates a MeterRotation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.MeterRotation} MeterRotation
             */
            MeterRotation.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.MeterRotation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.MeterRotation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.MeterRotation();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.newKeyX != null)
                    if (object.newKeyX.length)
                        if (typeof object.newKeyX === "string")
                            $util.base64.decode(object.newKeyX, message.newKeyX = $util.newBuffer($util.base64.length(object.newKeyX)), 0);
                        else if (object.newKeyX.length >= 0)
                            message.newKeyX = object.newKeyX;
                if (object.newKeyY != null)
                    if (object.newKeyY.length)
                        if (typeof object.newKeyY === "string")
                            $util.base64.decode(object.newKeyY, message.newKeyY = $util.newBuffer($util.base64.length(object.newKeyY)), 0);
                        else if (object.newKeyY.length >= 0)
                            message.newKeyY = object.newKeyY;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.possessionSignature != null)
                    if (object.possessionSignature.length)
                        if (typeof object.possessionSignature === "string")
                            $util.base64.decode(object.possessionSignature, message.possessionSignature = $util.newBuffer($util.base64.length(object.possessionSignature)), 0);
                        else if (object.possessionSignature.length >= 0)
                            message.possessionSignature = object.possessionSignature;
                return message;
            };

            /**
             * Creates a plain object from a MeterRotation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {joulegate.v1.MeterRotation} message MeterRotation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            MeterRotation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    if (options.bytes === $String)
                        object.newKeyX = "";
                    else {
                        object.newKeyX = [];
                        if (options.bytes !== $Array)
                            object.newKeyX = $util.newBuffer(object.newKeyX);
                    }
                    if (options.bytes === $String)
                        object.newKeyY = "";
                    else {
                        object.newKeyY = [];
                        if (options.bytes !== $Array)
                            object.newKeyY = $util.newBuffer(object.newKeyY);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.possessionSignature = "";
                    else {
                        object.possessionSignature = [];
                        if (options.bytes !== $Array)
                            object.possessionSignature = $util.newBuffer(object.possessionSignature);
                    }
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.newKeyX != null && $Object.hasOwnProperty.call(message, "newKeyX"))
                    object.newKeyX = options.bytes === $String ? $util.base64.encode(message.newKeyX, 0, message.newKeyX.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.newKeyX) : message.newKeyX;
                if (message.newKeyY != null && $Object.hasOwnProperty.call(message, "newKeyY"))
                    object.newKeyY = options.bytes === $String ? $util.base64.encode(message.newKeyY, 0, message.newKeyY.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.newKeyY) : message.newKeyY;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.possessionSignature != null && $Object.hasOwnProperty.call(message, "possessionSignature"))
                    object.possessionSignature = options.bytes === $String ? $util.base64.encode(message.possessionSignature, 0, message.possessionSignature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.possessionSignature) : message.possessionSignature;
                return object;
            };

            /**
             * Converts this MeterRotation to JSON.
             * @function toJSON
             * @memberof joulegate.v1.MeterRotation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            MeterRotation.prototype.toJSON = function() {
                return MeterRotation.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for MeterRotation
             * @function getTypeUrl
             * @memberof joulegate.v1.MeterRotation
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            MeterRotation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.MeterRotation";
            };

            return MeterRotation;
        })();

        v1.MeterRevocation = (function() {

            /**
             * Properties of a MeterRevocation.
             * @typedef {Object} joulegate.v1.MeterRevocation.$Properties
             * @property {Uint8Array|null} [meter] MeterRevocation meter
             * @property {number|Long|null} [nonce] MeterRevocation nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MeterRevocation.
             * @memberof joulegate.v1
             * @interface IMeterRevocation
             * @augments joulegate.v1.MeterRevocation.$Properties
             * @deprecated Use joulegate.v1.MeterRevocation.$Properties instead.
             */

            /**
             * Shape of a MeterRevocation.
             * @typedef {joulegate.v1.MeterRevocation.$Properties} joulegate.v1.MeterRevocation.$Shape
             */

            /**
             * Constructs a new MeterRevocation.
             * @memberof joulegate.v1
             * @classdesc Represents a MeterRevocation.
             * @constructor
             * @param {joulegate.v1.MeterRevocation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MeterRevocation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MeterRevocation meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.MeterRevocation
             * @instance
             */
            MeterRevocation.prototype.meter = $util.newBuffer([]);

            /**
             * MeterRevocation nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.MeterRevocation
             * @instance
             */
            MeterRevocation.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new MeterRevocation instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {joulegate.v1.MeterRevocation.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.MeterRevocation} MeterRevocation instance
             * @type {{
             *   (properties: joulegate.v1.MeterRevocation.$Shape): joulegate.v1.MeterRevocation & joulegate.v1.MeterRevocation.$Shape;
             *   (properties?: joulegate.v1.MeterRevocation.$Properties): joulegate.v1.MeterRevocation;
             * }}
             */
            MeterRevocation.create = function(properties) {
                return new MeterRevocation(properties);
            };

            /**
             * Encodes the specified MeterRevocation message. Does not implicitly {@link joulegate.v1.MeterRevocation.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {joulegate.v1.MeterRevocation.$Properties} message MeterRevocation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MeterRevocation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MeterRevocation message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRevocation & joulegate.v1.MeterRevocation.$Shape} MeterRevocation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MeterRevocation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.MeterRevocation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a MeterRevocation message.
             * @function verify
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            MeterRevocation.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a MeterRevocation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.MeterRevocation} MeterRevocation
             */
            MeterRevocation.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.MeterRevocation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.MeterRevocation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.MeterRevocation();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a MeterRevocation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {joulegate.v1.MeterRevocation} message MeterRevocation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            MeterRevocation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this MeterRevocation to JSON.
             * @function toJSON
             * @memberof joulegate.v1.MeterRevocation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            MeterRevocation.prototype.toJSON = function() {
                return MeterRevocation.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for MeterRevocation
             * @function getTypeUrl
             * @memberof joulegate.v1.MeterRevocation
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            MeterRevocation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.MeterRevocation";
            };

            return MeterRevocation;
        })();

        v1.RecoveryRule = (function() {

            /**
             * Properties of a RecoveryRule.
             * @typedef {Object} joulegate.v1.RecoveryRule.$Properties
             * @property {Uint8Array|null} [owner] RecoveryRule owner
             * @property {Uint8Array|null} [guardian] RecoveryRule guardian
             * @property {number|null} [delaySeconds] RecoveryRule delaySeconds
             * @property {number|Long|null} [nonce] RecoveryRule nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RecoveryRule.
             * @memberof joulegate.v1
             * @interface IRecoveryRule
             * @augments joulegate.v1.RecoveryRule.$Properties
             * @deprecated Use joulegate.v1.RecoveryRule.$Properties instead.
             */

            /**
             * Shape of a RecoveryRule.
             * @typedef {joulegate.v1.RecoveryRule.$Properties} joulegate.v1.RecoveryRule.$Shape
             */

            /**
             * Constructs a new RecoveryRule.
             * @memberof joulegate.v1
             * @classdesc Represents a RecoveryRule.
             * @constructor
             * @param {joulegate.v1.RecoveryRule.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RecoveryRule = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RecoveryRule owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.RecoveryRule
             * @instance
             */
            RecoveryRule.prototype.owner = $util.newBuffer([]);

            /**
             * RecoveryRule guardian.
             * @member {Uint8Array} guardian
             * @memberof joulegate.v1.RecoveryRule
             * @instance
             */
            RecoveryRule.prototype.guardian = $util.newBuffer([]);

            /**
             * RecoveryRule delaySeconds.
             * @member {number} delaySeconds
             * @memberof joulegate.v1.RecoveryRule
             * @instance
             */
            RecoveryRule.prototype.delaySeconds = 0;

            /**
             * RecoveryRule nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.RecoveryRule
             * @instance
             */
            RecoveryRule.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new RecoveryRule instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {joulegate.v1.RecoveryRule.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.RecoveryRule} RecoveryRule instance
             * @type {{
             *   (properties: joulegate.v1.RecoveryRule.$Shape): joulegate.v1.RecoveryRule & joulegate.v1.RecoveryRule.$Shape;
             *   (properties?: joulegate.v1.RecoveryRule.$Properties): joulegate.v1.RecoveryRule;
             * }}
             */
            RecoveryRule.create = function(properties) {
                return new RecoveryRule(properties);
            };

            /**
             * Encodes the specified RecoveryRule message. Does not implicitly {@link joulegate.v1.RecoveryRule.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {joulegate.v1.RecoveryRule.$Properties} message RecoveryRule message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecoveryRule.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.owner);
                if (message.guardian != null && $Object.hasOwnProperty.call(message, "guardian") && message.guardian.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.guardian);
                if (message.delaySeconds != null && $Object.hasOwnProperty.call(message, "delaySeconds") && message.delaySeconds !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.delaySeconds);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RecoveryRule message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.RecoveryRule & joulegate.v1.RecoveryRule.$Shape} RecoveryRule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecoveryRule.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.RecoveryRule();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.guardian = value;
                            else
                                delete message.guardian;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.delaySeconds = value;
                            else
                                delete message.delaySeconds;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RecoveryRule message.
             * @function verify
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RecoveryRule.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.guardian != null && $Object.hasOwnProperty.call(message, "guardian"))
                    if (!(message.guardian && typeof message.guardian.length === "number" || $util.isString(message.guardian)))
                        return "guardian: buffer expected";
                if (message.delaySeconds != null && $Object.hasOwnProperty.call(message, "delaySeconds"))
                    if (!$util.isInteger(message.delaySeconds))
                        return "delaySeconds: integer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a RecoveryRule message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.RecoveryRule} RecoveryRule
             */
            RecoveryRule.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.RecoveryRule)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.RecoveryRule: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.RecoveryRule();
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.guardian != null)
                    if (object.guardian.length)
                        if (typeof object.guardian === "string")
                            $util.base64.decode(object.guardian, message.guardian = $util.newBuffer($util.base64.length(object.guardian)), 0);
                        else if (object.guardian.length >= 0)
                            message.guardian = object.guardian;
                if (object.delaySeconds != null)
                    if ($Number(object.delaySeconds) !== 0)
                        message.delaySeconds = object.delaySeconds >>> 0;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a RecoveryRule message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {joulegate.v1.RecoveryRule} message RecoveryRule
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RecoveryRule.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    if (options.bytes === $String)
                        object.guardian = "";
                    else {
                        object.guardian = [];
                        if (options.bytes !== $Array)
                            object.guardian = $util.newBuffer(object.guardian);
                    }
                    object.delaySeconds = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.guardian != null && $Object.hasOwnProperty.call(message, "guardian"))
                    object.guardian = options.bytes === $String ? $util.base64.encode(message.guardian, 0, message.guardian.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.guardian) : message.guardian;
                if (message.delaySeconds != null && $Object.hasOwnProperty.call(message, "delaySeconds"))
                    object.delaySeconds = message.delaySeconds;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this RecoveryRule to JSON.
             * @function toJSON
             * @memberof joulegate.v1.RecoveryRule
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RecoveryRule.prototype.toJSON = function() {
                return RecoveryRule.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RecoveryRule
             * @function getTypeUrl
             * @memberof joulegate.v1.RecoveryRule
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RecoveryRule.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.RecoveryRule";
            };

            return RecoveryRule;
        })();

        v1.Recovery = (function() {

            /**
             * Properties of a Recovery.
             * @typedef {Object} joulegate.v1.Recovery.$Properties
             * @property {Uint8Array|null} [owner] Recovery owner
             * @property {Uint8Array|null} [newOwner] Recovery newOwner
             * @property {number|Long|null} [nonce] Recovery nonce
             * @property {number|Long|null} [deadline] Recovery deadline
             * @property {Uint8Array|null} [guardianSignature] Recovery guardianSignature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Recovery.
             * @memberof joulegate.v1
             * @interface IRecovery
             * @augments joulegate.v1.Recovery.$Properties
             * @deprecated Use joulegate.v1.Recovery.$Properties instead.
             */

            /**
             * Shape of a Recovery.
             * @typedef {joulegate.v1.Recovery.$Properties} joulegate.v1.Recovery.$Shape
             */

            /**
             * Constructs a new Recovery.
             * @memberof joulegate.v1
             * @classdesc Represents a Recovery.
             * @constructor
             * @param {joulegate.v1.Recovery.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Recovery = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Recovery owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.Recovery
             * @instance
             */
            Recovery.prototype.owner = $util.newBuffer([]);

            /**
             * Recovery newOwner.
             * @member {Uint8Array} newOwner
             * @memberof joulegate.v1.Recovery
             * @instance
             */
            Recovery.prototype.newOwner = $util.newBuffer([]);

            /**
             * Recovery nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.Recovery
             * @instance
             */
            Recovery.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Recovery deadline.
             * @member {number|Long} deadline
             * @memberof joulegate.v1.Recovery
             * @instance
             */
            Recovery.prototype.deadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Recovery guardianSignature.
             * @member {Uint8Array} guardianSignature
             * @memberof joulegate.v1.Recovery
             * @instance
             */
            Recovery.prototype.guardianSignature = $util.newBuffer([]);

            /**
             * Creates a new Recovery instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {joulegate.v1.Recovery.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Recovery} Recovery instance
             * @type {{
             *   (properties: joulegate.v1.Recovery.$Shape): joulegate.v1.Recovery & joulegate.v1.Recovery.$Shape;
             *   (properties?: joulegate.v1.Recovery.$Properties): joulegate.v1.Recovery;
             * }}
             */
            Recovery.create = function(properties) {
                return new Recovery(properties);
            };

            /**
             * Encodes the specified Recovery message. Does not implicitly {@link joulegate.v1.Recovery.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {joulegate.v1.Recovery.$Properties} message Recovery message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Recovery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.owner);
                if (message.newOwner != null && $Object.hasOwnProperty.call(message, "newOwner") && message.newOwner.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.newOwner);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.nonce);
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline") && (typeof message.deadline === "object" ? message.deadline.low || message.deadline.high : message.deadline !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.deadline);
                if (message.guardianSignature != null && $Object.hasOwnProperty.call(message, "guardianSignature") && message.guardianSignature.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.guardianSignature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Recovery message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Recovery & joulegate.v1.Recovery.$Shape} Recovery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Recovery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Recovery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.newOwner = value;
                            else
                                delete message.newOwner;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadline = value;
                            else
                                delete message.deadline;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.guardianSignature = value;
                            else
                                delete message.guardianSignature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Recovery message.
             * @function verify
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Recovery.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.newOwner != null && $Object.hasOwnProperty.call(message, "newOwner"))
                    if (!(message.newOwner && typeof message.newOwner.length === "number" || $util.isString(message.newOwner)))
                        return "newOwner: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (!$util.isInteger(message.deadline) && !(message.deadline && $util.isInteger(message.deadline.low) && $util.isInteger(message.deadline.high)))
                        return "deadline: integer|Long expected";
                if (message.guardianSignature != null && $Object.hasOwnProperty.call(message, "guardianSignature"))
                    if (!(message.guardianSignature && typeof message.guardianSignature.length === "number" || $util.isString(message.guardianSignature)))
                        return "guardianSignature: buffer expected";
                return null;
            };

            /**
             * Creates a Recovery message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Recovery} Recovery
             */
            Recovery.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Recovery)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Recovery: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Recovery();
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.newOwner != null)
                    if (object.newOwner.length)
                        if (typeof object.newOwner === "string")
                            $util.base64.decode(object.newOwner, message.newOwner = $util.newBuffer($util.base64.length(object.newOwner)), 0);
                        else if (object.newOwner.length >= 0)
                            message.newOwner = object.newOwner;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.deadline != null)
                    if (typeof object.deadline === "object" ? object.deadline.low || object.deadline.high : $Number(object.deadline) !== 0)
                        if ($util.Long)
                            message.deadline = $util.Long.fromValue(object.deadline, true);
                        else if (typeof object.deadline === "string")
                            message.deadline = $parseInt(object.deadline, 10);
                        else if (typeof object.deadline === "number")
                            message.deadline = object.deadline;
                        else if (typeof object.deadline === "object")
                            message.deadline = new $util.LongBits(object.deadline.low >>> 0, object.deadline.high >>> 0).toNumber(true);
                if (object.guardianSignature != null)
                    if (object.guardianSignature.length)
                        if (typeof object.guardianSignature === "string")
                            $util.base64.decode(object.guardianSignature, message.guardianSignature = $util.newBuffer($util.base64.length(object.guardianSignature)), 0);
                        else if (object.guardianSignature.length >= 0)
                            message.guardianSignature = object.guardianSignature;
                return message;
            };

            /**
             * Creates a plain object from a Recovery message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {joulegate.v1.Recovery} message Recovery
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Recovery.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    if (options.bytes === $String)
                        object.newOwner = "";
                    else {
                        object.newOwner = [];
                        if (options.bytes !== $Array)
                            object.newOwner = $util.newBuffer(object.newOwner);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.guardianSignature = "";
                    else {
                        object.guardianSignature = [];
                        if (options.bytes !== $Array)
                            object.guardianSignature = $util.newBuffer(object.guardianSignature);
                    }
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.newOwner != null && $Object.hasOwnProperty.call(message, "newOwner"))
                    object.newOwner = options.bytes === $String ? $util.base64.encode(message.newOwner, 0, message.newOwner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.newOwner) : message.newOwner;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadline = typeof message.deadline === "number" ? $BigInt(message.deadline) : $util.Long.fromBits(message.deadline.low >>> 0, message.deadline.high >>> 0, true).toBigInt();
                    else if (typeof message.deadline === "number")
                        object.deadline = options.longs === $String ? $String(message.deadline) : message.deadline;
                    else
                        object.deadline = options.longs === $String ? $util.Long.prototype.toString.call(message.deadline) : options.longs === $Number ? new $util.LongBits(message.deadline.low >>> 0, message.deadline.high >>> 0).toNumber(true) : message.deadline;
                if (message.guardianSignature != null && $Object.hasOwnProperty.call(message, "guardianSignature"))
                    object.guardianSignature = options.bytes === $String ? $util.base64.encode(message.guardianSignature, 0, message.guardianSignature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.guardianSignature) : message.guardianSignature;
                return object;
            };

            /**
             * Converts this Recovery to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Recovery
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Recovery.prototype.toJSON = function() {
                return Recovery.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Recovery
             * @function getTypeUrl
             * @memberof joulegate.v1.Recovery
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Recovery.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Recovery";
            };

            return Recovery;
        })();

        v1.RecoveryVeto = (function() {

            /**
             * Properties of a RecoveryVeto.
             * @typedef {Object} joulegate.v1.RecoveryVeto.$Properties
             * @property {Uint8Array|null} [owner] RecoveryVeto owner
             * @property {Uint8Array|null} [recoveryId] RecoveryVeto recoveryId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RecoveryVeto.
             * @memberof joulegate.v1
             * @interface IRecoveryVeto
             * @augments joulegate.v1.RecoveryVeto.$Properties
             * @deprecated Use joulegate.v1.RecoveryVeto.$Properties instead.
             */

            /**
             * Shape of a RecoveryVeto.
             * @typedef {joulegate.v1.RecoveryVeto.$Properties} joulegate.v1.RecoveryVeto.$Shape
             */

            /**
             * Constructs a new RecoveryVeto.
             * @memberof joulegate.v1
             * @classdesc Represents a RecoveryVeto.
             * @constructor
             * @param {joulegate.v1.RecoveryVeto.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RecoveryVeto = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RecoveryVeto owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.RecoveryVeto
             * @instance
             */
            RecoveryVeto.prototype.owner = $util.newBuffer([]);

            /**
             * RecoveryVeto recoveryId.
             * @member {Uint8Array} recoveryId
             * @memberof joulegate.v1.RecoveryVeto
             * @instance
             */
            RecoveryVeto.prototype.recoveryId = $util.newBuffer([]);

            /**
             * Creates a new RecoveryVeto instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {joulegate.v1.RecoveryVeto.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.RecoveryVeto} RecoveryVeto instance
             * @type {{
             *   (properties: joulegate.v1.RecoveryVeto.$Shape): joulegate.v1.RecoveryVeto & joulegate.v1.RecoveryVeto.$Shape;
             *   (properties?: joulegate.v1.RecoveryVeto.$Properties): joulegate.v1.RecoveryVeto;
             * }}
             */
            RecoveryVeto.create = function(properties) {
                return new RecoveryVeto(properties);
            };

            /**
             * Encodes the specified RecoveryVeto message. Does not implicitly {@link joulegate.v1.RecoveryVeto.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {joulegate.v1.RecoveryVeto.$Properties} message RecoveryVeto message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecoveryVeto.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.owner);
                if (message.recoveryId != null && $Object.hasOwnProperty.call(message, "recoveryId") && message.recoveryId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.recoveryId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RecoveryVeto message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.RecoveryVeto & joulegate.v1.RecoveryVeto.$Shape} RecoveryVeto
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecoveryVeto.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.RecoveryVeto();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.recoveryId = value;
                            else
                                delete message.recoveryId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a RecoveryVeto message.
             * @function verify
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RecoveryVeto.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.recoveryId != null && $Object.hasOwnProperty.call(message, "recoveryId"))
                    if (!(message.recoveryId && typeof message.recoveryId.length === "number" || $util.isString(message.recoveryId)))
                        return "recoveryId: buffer expected";
                return null;
            };

            /**
             * Creates a RecoveryVeto message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.RecoveryVeto} RecoveryVeto
             */
            RecoveryVeto.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.RecoveryVeto)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.RecoveryVeto: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.RecoveryVeto();
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.recoveryId != null)
                    if (object.recoveryId.length)
                        if (typeof object.recoveryId === "string")
                            $util.base64.decode(object.recoveryId, message.recoveryId = $util.newBuffer($util.base64.length(object.recoveryId)), 0);
                        else if (object.recoveryId.length >= 0)
                            message.recoveryId = object.recoveryId;
                return message;
            };

            /**
             * Creates a plain object from a RecoveryVeto message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {joulegate.v1.RecoveryVeto} message RecoveryVeto
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RecoveryVeto.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    if (options.bytes === $String)
                        object.recoveryId = "";
                    else {
                        object.recoveryId = [];
                        if (options.bytes !== $Array)
                            object.recoveryId = $util.newBuffer(object.recoveryId);
                    }
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.recoveryId != null && $Object.hasOwnProperty.call(message, "recoveryId"))
                    object.recoveryId = options.bytes === $String ? $util.base64.encode(message.recoveryId, 0, message.recoveryId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.recoveryId) : message.recoveryId;
                return object;
            };

            /**
             * Converts this RecoveryVeto to JSON.
             * @function toJSON
             * @memberof joulegate.v1.RecoveryVeto
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RecoveryVeto.prototype.toJSON = function() {
                return RecoveryVeto.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RecoveryVeto
             * @function getTypeUrl
             * @memberof joulegate.v1.RecoveryVeto
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RecoveryVeto.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.RecoveryVeto";
            };

            return RecoveryVeto;
        })();

        v1.AdmissionRequest = (function() {

            /**
             * Properties of an AdmissionRequest.
             * @typedef {Object} joulegate.v1.AdmissionRequest.$Properties
             * @property {Uint8Array|null} [meter] AdmissionRequest meter
             * @property {number|null} [zone] AdmissionRequest zone
             * @property {number|null} [nature] AdmissionRequest nature
             * @property {number|Long|null} [capacityW] AdmissionRequest capacityW
             * @property {number|Long|null} [priceMicroPerKwh] AdmissionRequest priceMicroPerKwh
             * @property {Uint8Array|null} [gridCodeProfile] AdmissionRequest gridCodeProfile
             * @property {number|Long|null} [nonce] AdmissionRequest nonce
             * @property {number|Long|null} [deadline] AdmissionRequest deadline
             * @property {Array.<Uint8Array>|null} [evidence] AdmissionRequest evidence
             * @property {number|null} [underVoltageTripMv] AdmissionRequest underVoltageTripMv
             * @property {number|null} [overVoltageTripMv] AdmissionRequest overVoltageTripMv
             * @property {number|null} [underFrequencyTripMhz] AdmissionRequest underFrequencyTripMhz
             * @property {number|null} [overFrequencyTripMhz] AdmissionRequest overFrequencyTripMhz
             * @property {number|null} [reconnectDelaySeconds] AdmissionRequest reconnectDelaySeconds
             * @property {number|null} [minPowerFactorPermille] AdmissionRequest minPowerFactorPermille
             * @property {number|null} [thdPermille] AdmissionRequest thdPermille
             * @property {Uint8Array|null} [evidenceHash] AdmissionRequest evidenceHash
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AdmissionRequest.
             * @memberof joulegate.v1
             * @interface IAdmissionRequest
             * @augments joulegate.v1.AdmissionRequest.$Properties
             * @deprecated Use joulegate.v1.AdmissionRequest.$Properties instead.
             */

            /**
             * Shape of an AdmissionRequest.
             * @typedef {joulegate.v1.AdmissionRequest.$Properties} joulegate.v1.AdmissionRequest.$Shape
             */

            /**
             * Constructs a new AdmissionRequest.
             * @memberof joulegate.v1
             * @classdesc Represents an AdmissionRequest.
             * @constructor
             * @param {joulegate.v1.AdmissionRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AdmissionRequest = function (properties) {
                this.evidence = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AdmissionRequest meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.meter = $util.newBuffer([]);

            /**
             * AdmissionRequest zone.
             * @member {number} zone
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.zone = 0;

            /**
             * AdmissionRequest nature.
             * @member {number} nature
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.nature = 0;

            /**
             * AdmissionRequest capacityW.
             * @member {number|Long} capacityW
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.capacityW = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AdmissionRequest priceMicroPerKwh.
             * @member {number|Long} priceMicroPerKwh
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.priceMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AdmissionRequest gridCodeProfile.
             * @member {Uint8Array} gridCodeProfile
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.gridCodeProfile = $util.newBuffer([]);

            /**
             * AdmissionRequest nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AdmissionRequest deadline.
             * @member {number|Long} deadline
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.deadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AdmissionRequest evidence.
             * @member {Array.<Uint8Array>} evidence
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.evidence = $util.emptyArray;

            /**
             * AdmissionRequest underVoltageTripMv.
             * @member {number} underVoltageTripMv
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.underVoltageTripMv = 0;

            /**
             * AdmissionRequest overVoltageTripMv.
             * @member {number} overVoltageTripMv
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.overVoltageTripMv = 0;

            /**
             * AdmissionRequest underFrequencyTripMhz.
             * @member {number} underFrequencyTripMhz
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.underFrequencyTripMhz = 0;

            /**
             * AdmissionRequest overFrequencyTripMhz.
             * @member {number} overFrequencyTripMhz
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.overFrequencyTripMhz = 0;

            /**
             * AdmissionRequest reconnectDelaySeconds.
             * @member {number} reconnectDelaySeconds
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.reconnectDelaySeconds = 0;

            /**
             * AdmissionRequest minPowerFactorPermille.
             * @member {number} minPowerFactorPermille
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.minPowerFactorPermille = 0;

            /**
             * AdmissionRequest thdPermille.
             * @member {number} thdPermille
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.thdPermille = 0;

            /**
             * AdmissionRequest evidenceHash.
             * @member {Uint8Array} evidenceHash
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             */
            AdmissionRequest.prototype.evidenceHash = $util.newBuffer([]);

            /**
             * Creates a new AdmissionRequest instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {joulegate.v1.AdmissionRequest.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.AdmissionRequest} AdmissionRequest instance
             * @type {{
             *   (properties: joulegate.v1.AdmissionRequest.$Shape): joulegate.v1.AdmissionRequest & joulegate.v1.AdmissionRequest.$Shape;
             *   (properties?: joulegate.v1.AdmissionRequest.$Properties): joulegate.v1.AdmissionRequest;
             * }}
             */
            AdmissionRequest.create = function(properties) {
                return new AdmissionRequest(properties);
            };

            /**
             * Encodes the specified AdmissionRequest message. Does not implicitly {@link joulegate.v1.AdmissionRequest.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {joulegate.v1.AdmissionRequest.$Properties} message AdmissionRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AdmissionRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.zone);
                if (message.nature != null && $Object.hasOwnProperty.call(message, "nature") && message.nature !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.nature);
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW") && (typeof message.capacityW === "object" ? message.capacityW.low || message.capacityW.high : message.capacityW !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.capacityW);
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh") && (typeof message.priceMicroPerKwh === "object" ? message.priceMicroPerKwh.low || message.priceMicroPerKwh.high : message.priceMicroPerKwh !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.priceMicroPerKwh);
                if (message.gridCodeProfile != null && $Object.hasOwnProperty.call(message, "gridCodeProfile") && message.gridCodeProfile.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.gridCodeProfile);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.nonce);
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline") && (typeof message.deadline === "object" ? message.deadline.low || message.deadline.high : message.deadline !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.deadline);
                if (message.evidence != null && message.evidence.length)
                    for (let i = 0; i < message.evidence.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.evidence[i]);
                if (message.underVoltageTripMv != null && $Object.hasOwnProperty.call(message, "underVoltageTripMv") && message.underVoltageTripMv !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.underVoltageTripMv);
                if (message.overVoltageTripMv != null && $Object.hasOwnProperty.call(message, "overVoltageTripMv") && message.overVoltageTripMv !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.overVoltageTripMv);
                if (message.underFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "underFrequencyTripMhz") && message.underFrequencyTripMhz !== 0)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.underFrequencyTripMhz);
                if (message.overFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "overFrequencyTripMhz") && message.overFrequencyTripMhz !== 0)
                    writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.overFrequencyTripMhz);
                if (message.reconnectDelaySeconds != null && $Object.hasOwnProperty.call(message, "reconnectDelaySeconds") && message.reconnectDelaySeconds !== 0)
                    writer.uint32(/* id 14, wireType 0 =*/112).uint32(message.reconnectDelaySeconds);
                if (message.minPowerFactorPermille != null && $Object.hasOwnProperty.call(message, "minPowerFactorPermille") && message.minPowerFactorPermille !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.minPowerFactorPermille);
                if (message.thdPermille != null && $Object.hasOwnProperty.call(message, "thdPermille") && message.thdPermille !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.thdPermille);
                if (message.evidenceHash != null && $Object.hasOwnProperty.call(message, "evidenceHash") && message.evidenceHash.length)
                    writer.uint32(/* id 17, wireType 2 =*/138).bytes(message.evidenceHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AdmissionRequest message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.AdmissionRequest & joulegate.v1.AdmissionRequest.$Shape} AdmissionRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AdmissionRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.AdmissionRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.nature = value;
                            else
                                delete message.nature;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.capacityW = value;
                            else
                                delete message.capacityW;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.priceMicroPerKwh = value;
                            else
                                delete message.priceMicroPerKwh;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.gridCodeProfile = value;
                            else
                                delete message.gridCodeProfile;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadline = value;
                            else
                                delete message.deadline;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.evidence && message.evidence.length))
                                message.evidence = [];
                            message.evidence.push(reader.bytes());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.underVoltageTripMv = value;
                            else
                                delete message.underVoltageTripMv;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.overVoltageTripMv = value;
                            else
                                delete message.overVoltageTripMv;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.underFrequencyTripMhz = value;
                            else
                                delete message.underFrequencyTripMhz;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.overFrequencyTripMhz = value;
                            else
                                delete message.overFrequencyTripMhz;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reconnectDelaySeconds = value;
                            else
                                delete message.reconnectDelaySeconds;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.minPowerFactorPermille = value;
                            else
                                delete message.minPowerFactorPermille;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.thdPermille = value;
                            else
                                delete message.thdPermille;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.evidenceHash = value;
                            else
                                delete message.evidenceHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an AdmissionRequest message.
             * @function verify
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AdmissionRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    if (!$util.isInteger(message.zone))
                        return "zone: integer expected";
                if (message.nature != null && $Object.hasOwnProperty.call(message, "nature"))
                    if (!$util.isInteger(message.nature))
                        return "nature: integer expected";
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW"))
                    if (!$util.isInteger(message.capacityW) && !(message.capacityW && $util.isInteger(message.capacityW.low) && $util.isInteger(message.capacityW.high)))
                        return "capacityW: integer|Long expected";
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (!$util.isInteger(message.priceMicroPerKwh) && !(message.priceMicroPerKwh && $util.isInteger(message.priceMicroPerKwh.low) && $util.isInteger(message.priceMicroPerKwh.high)))
                        return "priceMicroPerKwh: integer|Long expected";
                if (message.gridCodeProfile != null && $Object.hasOwnProperty.call(message, "gridCodeProfile"))
                    if (!(message.gridCodeProfile && typeof message.gridCodeProfile.length === "number" || $util.isString(message.gridCodeProfile)))
                        return "gridCodeProfile: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (!$util.isInteger(message.deadline) && !(message.deadline && $util.isInteger(message.deadline.low) && $util.isInteger(message.deadline.high)))
                        return "deadline: integer|Long expected";
                if (message.evidence != null && $Object.hasOwnProperty.call(message, "evidence")) {
                    if (!$Array.isArray(message.evidence))
                        return "evidence: array expected";
                    for (let i = 0; i < message.evidence.length; ++i)
                        if (!(message.evidence[i] && typeof message.evidence[i].length === "number" || $util.isString(message.evidence[i])))
                            return "evidence: buffer[] expected";
                }
                if (message.underVoltageTripMv != null && $Object.hasOwnProperty.call(message, "underVoltageTripMv"))
                    if (!$util.isInteger(message.underVoltageTripMv))
                        return "underVoltageTripMv: integer expected";
                if (message.overVoltageTripMv != null && $Object.hasOwnProperty.call(message, "overVoltageTripMv"))
                    if (!$util.isInteger(message.overVoltageTripMv))
                        return "overVoltageTripMv: integer expected";
                if (message.underFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "underFrequencyTripMhz"))
                    if (!$util.isInteger(message.underFrequencyTripMhz))
                        return "underFrequencyTripMhz: integer expected";
                if (message.overFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "overFrequencyTripMhz"))
                    if (!$util.isInteger(message.overFrequencyTripMhz))
                        return "overFrequencyTripMhz: integer expected";
                if (message.reconnectDelaySeconds != null && $Object.hasOwnProperty.call(message, "reconnectDelaySeconds"))
                    if (!$util.isInteger(message.reconnectDelaySeconds))
                        return "reconnectDelaySeconds: integer expected";
                if (message.minPowerFactorPermille != null && $Object.hasOwnProperty.call(message, "minPowerFactorPermille"))
                    if (!$util.isInteger(message.minPowerFactorPermille))
                        return "minPowerFactorPermille: integer expected";
                if (message.thdPermille != null && $Object.hasOwnProperty.call(message, "thdPermille"))
                    if (!$util.isInteger(message.thdPermille))
                        return "thdPermille: integer expected";
                if (message.evidenceHash != null && $Object.hasOwnProperty.call(message, "evidenceHash"))
                    if (!(message.evidenceHash && typeof message.evidenceHash.length === "number" || $util.isString(message.evidenceHash)))
                        return "evidenceHash: buffer expected";
                return null;
            };

            /**
             * Creates an AdmissionRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.AdmissionRequest} AdmissionRequest
             */
            AdmissionRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.AdmissionRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.AdmissionRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.AdmissionRequest();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.zone != null)
                    if ($Number(object.zone) !== 0)
                        message.zone = object.zone >>> 0;
                if (object.nature != null)
                    if ($Number(object.nature) !== 0)
                        message.nature = object.nature >>> 0;
                if (object.capacityW != null)
                    if (typeof object.capacityW === "object" ? object.capacityW.low || object.capacityW.high : $Number(object.capacityW) !== 0)
                        if ($util.Long)
                            message.capacityW = $util.Long.fromValue(object.capacityW, true);
                        else if (typeof object.capacityW === "string")
                            message.capacityW = $parseInt(object.capacityW, 10);
                        else if (typeof object.capacityW === "number")
                            message.capacityW = object.capacityW;
                        else if (typeof object.capacityW === "object")
                            message.capacityW = new $util.LongBits(object.capacityW.low >>> 0, object.capacityW.high >>> 0).toNumber(true);
                if (object.priceMicroPerKwh != null)
                    if (typeof object.priceMicroPerKwh === "object" ? object.priceMicroPerKwh.low || object.priceMicroPerKwh.high : $Number(object.priceMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.priceMicroPerKwh = $util.Long.fromValue(object.priceMicroPerKwh, true);
                        else if (typeof object.priceMicroPerKwh === "string")
                            message.priceMicroPerKwh = $parseInt(object.priceMicroPerKwh, 10);
                        else if (typeof object.priceMicroPerKwh === "number")
                            message.priceMicroPerKwh = object.priceMicroPerKwh;
                        else if (typeof object.priceMicroPerKwh === "object")
                            message.priceMicroPerKwh = new $util.LongBits(object.priceMicroPerKwh.low >>> 0, object.priceMicroPerKwh.high >>> 0).toNumber(true);
                if (object.gridCodeProfile != null)
                    if (object.gridCodeProfile.length)
                        if (typeof object.gridCodeProfile === "string")
                            $util.base64.decode(object.gridCodeProfile, message.gridCodeProfile = $util.newBuffer($util.base64.length(object.gridCodeProfile)), 0);
                        else if (object.gridCodeProfile.length >= 0)
                            message.gridCodeProfile = object.gridCodeProfile;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.deadline != null)
                    if (typeof object.deadline === "object" ? object.deadline.low || object.deadline.high : $Number(object.deadline) !== 0)
                        if ($util.Long)
                            message.deadline = $util.Long.fromValue(object.deadline, true);
                        else if (typeof object.deadline === "string")
                            message.deadline = $parseInt(object.deadline, 10);
                        else if (typeof object.deadline === "number")
                            message.deadline = object.deadline;
                        else if (typeof object.deadline === "object")
                            message.deadline = new $util.LongBits(object.deadline.low >>> 0, object.deadline.high >>> 0).toNumber(true);
                if (object.evidence) {
                    if (!$Array.isArray(object.evidence))
                        throw $TypeError(".joulegate.v1.AdmissionRequest.evidence: array expected");
                    message.evidence = $Array(object.evidence.length);
                    for (let i = 0; i < object.evidence.length; ++i)
                        if (typeof object.evidence[i] === "string")
                            $util.base64.decode(object.evidence[i], message.evidence[i] = $util.newBuffer($util.base64.length(object.evidence[i])), 0);
                        else if (object.evidence[i].length >= 0)
                            message.evidence[i] = object.evidence[i];
                }
                if (object.underVoltageTripMv != null)
                    if ($Number(object.underVoltageTripMv) !== 0)
                        message.underVoltageTripMv = object.underVoltageTripMv >>> 0;
                if (object.overVoltageTripMv != null)
                    if ($Number(object.overVoltageTripMv) !== 0)
                        message.overVoltageTripMv = object.overVoltageTripMv >>> 0;
                if (object.underFrequencyTripMhz != null)
                    if ($Number(object.underFrequencyTripMhz) !== 0)
                        message.underFrequencyTripMhz = object.underFrequencyTripMhz >>> 0;
                if (object.overFrequencyTripMhz != null)
                    if ($Number(object.overFrequencyTripMhz) !== 0)
                        message.overFrequencyTripMhz = object.overFrequencyTripMhz >>> 0;
                if (object.reconnectDelaySeconds != null)
                    if ($Number(object.reconnectDelaySeconds) !== 0)
                        message.reconnectDelaySeconds = object.reconnectDelaySeconds >>> 0;
                if (object.minPowerFactorPermille != null)
                    if ($Number(object.minPowerFactorPermille) !== 0)
                        message.minPowerFactorPermille = object.minPowerFactorPermille >>> 0;
                if (object.thdPermille != null)
                    if ($Number(object.thdPermille) !== 0)
                        message.thdPermille = object.thdPermille >>> 0;
                if (object.evidenceHash != null)
                    if (object.evidenceHash.length)
                        if (typeof object.evidenceHash === "string")
                            $util.base64.decode(object.evidenceHash, message.evidenceHash = $util.newBuffer($util.base64.length(object.evidenceHash)), 0);
                        else if (object.evidenceHash.length >= 0)
                            message.evidenceHash = object.evidenceHash;
                return message;
            };

            /**
             * Creates a plain object from an AdmissionRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {joulegate.v1.AdmissionRequest} message AdmissionRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AdmissionRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.evidence = [];
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    object.zone = 0;
                    object.nature = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.capacityW = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.capacityW = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.priceMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.priceMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.gridCodeProfile = "";
                    else {
                        object.gridCodeProfile = [];
                        if (options.bytes !== $Array)
                            object.gridCodeProfile = $util.newBuffer(object.gridCodeProfile);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.underVoltageTripMv = 0;
                    object.overVoltageTripMv = 0;
                    object.underFrequencyTripMhz = 0;
                    object.overFrequencyTripMhz = 0;
                    object.reconnectDelaySeconds = 0;
                    object.minPowerFactorPermille = 0;
                    object.thdPermille = 0;
                    if (options.bytes === $String)
                        object.evidenceHash = "";
                    else {
                        object.evidenceHash = [];
                        if (options.bytes !== $Array)
                            object.evidenceHash = $util.newBuffer(object.evidenceHash);
                    }
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    object.zone = message.zone;
                if (message.nature != null && $Object.hasOwnProperty.call(message, "nature"))
                    object.nature = message.nature;
                if (message.capacityW != null && $Object.hasOwnProperty.call(message, "capacityW"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.capacityW = typeof message.capacityW === "number" ? $BigInt(message.capacityW) : $util.Long.fromBits(message.capacityW.low >>> 0, message.capacityW.high >>> 0, true).toBigInt();
                    else if (typeof message.capacityW === "number")
                        object.capacityW = options.longs === $String ? $String(message.capacityW) : message.capacityW;
                    else
                        object.capacityW = options.longs === $String ? $util.Long.prototype.toString.call(message.capacityW) : options.longs === $Number ? new $util.LongBits(message.capacityW.low >>> 0, message.capacityW.high >>> 0).toNumber(true) : message.capacityW;
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.priceMicroPerKwh = typeof message.priceMicroPerKwh === "number" ? $BigInt(message.priceMicroPerKwh) : $util.Long.fromBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.priceMicroPerKwh === "number")
                        object.priceMicroPerKwh = options.longs === $String ? $String(message.priceMicroPerKwh) : message.priceMicroPerKwh;
                    else
                        object.priceMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.priceMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0).toNumber(true) : message.priceMicroPerKwh;
                if (message.gridCodeProfile != null && $Object.hasOwnProperty.call(message, "gridCodeProfile"))
                    object.gridCodeProfile = options.bytes === $String ? $util.base64.encode(message.gridCodeProfile, 0, message.gridCodeProfile.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.gridCodeProfile) : message.gridCodeProfile;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadline = typeof message.deadline === "number" ? $BigInt(message.deadline) : $util.Long.fromBits(message.deadline.low >>> 0, message.deadline.high >>> 0, true).toBigInt();
                    else if (typeof message.deadline === "number")
                        object.deadline = options.longs === $String ? $String(message.deadline) : message.deadline;
                    else
                        object.deadline = options.longs === $String ? $util.Long.prototype.toString.call(message.deadline) : options.longs === $Number ? new $util.LongBits(message.deadline.low >>> 0, message.deadline.high >>> 0).toNumber(true) : message.deadline;
                if (message.evidence && message.evidence.length) {
                    object.evidence = $Array(message.evidence.length);
                    for (let j = 0; j < message.evidence.length; ++j)
                        object.evidence[j] = options.bytes === $String ? $util.base64.encode(message.evidence[j], 0, message.evidence[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.evidence[j]) : message.evidence[j];
                }
                if (message.underVoltageTripMv != null && $Object.hasOwnProperty.call(message, "underVoltageTripMv"))
                    object.underVoltageTripMv = message.underVoltageTripMv;
                if (message.overVoltageTripMv != null && $Object.hasOwnProperty.call(message, "overVoltageTripMv"))
                    object.overVoltageTripMv = message.overVoltageTripMv;
                if (message.underFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "underFrequencyTripMhz"))
                    object.underFrequencyTripMhz = message.underFrequencyTripMhz;
                if (message.overFrequencyTripMhz != null && $Object.hasOwnProperty.call(message, "overFrequencyTripMhz"))
                    object.overFrequencyTripMhz = message.overFrequencyTripMhz;
                if (message.reconnectDelaySeconds != null && $Object.hasOwnProperty.call(message, "reconnectDelaySeconds"))
                    object.reconnectDelaySeconds = message.reconnectDelaySeconds;
                if (message.minPowerFactorPermille != null && $Object.hasOwnProperty.call(message, "minPowerFactorPermille"))
                    object.minPowerFactorPermille = message.minPowerFactorPermille;
                if (message.thdPermille != null && $Object.hasOwnProperty.call(message, "thdPermille"))
                    object.thdPermille = message.thdPermille;
                if (message.evidenceHash != null && $Object.hasOwnProperty.call(message, "evidenceHash"))
                    object.evidenceHash = options.bytes === $String ? $util.base64.encode(message.evidenceHash, 0, message.evidenceHash.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.evidenceHash) : message.evidenceHash;
                return object;
            };

            /**
             * Converts this AdmissionRequest to JSON.
             * @function toJSON
             * @memberof joulegate.v1.AdmissionRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AdmissionRequest.prototype.toJSON = function() {
                return AdmissionRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for AdmissionRequest
             * @function getTypeUrl
             * @memberof joulegate.v1.AdmissionRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            AdmissionRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.AdmissionRequest";
            };

            return AdmissionRequest;
        })();

        v1.Order = (function() {

            /**
             * Properties of an Order.
             * @typedef {Object} joulegate.v1.Order.$Properties
             * @property {Uint8Array|null} [meter] Order meter
             * @property {number|null} [side] Order side
             * @property {number|null} [carrier] Order carrier
             * @property {number|null} [zone] Order zone
             * @property {number|Long|null} [interval] Order interval
             * @property {number|Long|null} [energyWh] Order energyWh
             * @property {number|Long|null} [priceMicroPerKwh] Order priceMicroPerKwh
             * @property {number|Long|null} [expiry] Order expiry
             * @property {number|Long|null} [nonce] Order nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Order.
             * @memberof joulegate.v1
             * @interface IOrder
             * @augments joulegate.v1.Order.$Properties
             * @deprecated Use joulegate.v1.Order.$Properties instead.
             */

            /**
             * Shape of an Order.
             * @typedef {joulegate.v1.Order.$Properties} joulegate.v1.Order.$Shape
             */

            /**
             * Constructs a new Order.
             * @memberof joulegate.v1
             * @classdesc Represents an Order.
             * @constructor
             * @param {joulegate.v1.Order.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Order = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Order meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.meter = $util.newBuffer([]);

            /**
             * Order side.
             * @member {number} side
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.side = 0;

            /**
             * Order carrier.
             * @member {number} carrier
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.carrier = 0;

            /**
             * Order zone.
             * @member {number} zone
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.zone = 0;

            /**
             * Order interval.
             * @member {number|Long} interval
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.interval = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Order energyWh.
             * @member {number|Long} energyWh
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.energyWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Order priceMicroPerKwh.
             * @member {number|Long} priceMicroPerKwh
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.priceMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Order expiry.
             * @member {number|Long} expiry
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.expiry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Order nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.Order
             * @instance
             */
            Order.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Order instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Order
             * @static
             * @param {joulegate.v1.Order.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Order} Order instance
             * @type {{
             *   (properties: joulegate.v1.Order.$Shape): joulegate.v1.Order & joulegate.v1.Order.$Shape;
             *   (properties?: joulegate.v1.Order.$Properties): joulegate.v1.Order;
             * }}
             */
            Order.create = function(properties) {
                return new Order(properties);
            };

            /**
             * Encodes the specified Order message. Does not implicitly {@link joulegate.v1.Order.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Order
             * @static
             * @param {joulegate.v1.Order.$Properties} message Order message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Order.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.side != null && $Object.hasOwnProperty.call(message, "side") && message.side !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.side);
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier") && message.carrier !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.carrier);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.zone);
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval") && (typeof message.interval === "object" ? message.interval.low || message.interval.high : message.interval !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.interval);
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh") && (typeof message.energyWh === "object" ? message.energyWh.low || message.energyWh.high : message.energyWh !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.energyWh);
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh") && (typeof message.priceMicroPerKwh === "object" ? message.priceMicroPerKwh.low || message.priceMicroPerKwh.high : message.priceMicroPerKwh !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.priceMicroPerKwh);
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry") && (typeof message.expiry === "object" ? message.expiry.low || message.expiry.high : message.expiry !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.expiry);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Order message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Order
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Order & joulegate.v1.Order.$Shape} Order
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Order.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Order();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.side = value;
                            else
                                delete message.side;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.carrier = value;
                            else
                                delete message.carrier;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.interval = value;
                            else
                                delete message.interval;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.energyWh = value;
                            else
                                delete message.energyWh;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.priceMicroPerKwh = value;
                            else
                                delete message.priceMicroPerKwh;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiry = value;
                            else
                                delete message.expiry;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an Order message.
             * @function verify
             * @memberof joulegate.v1.Order
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Order.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.side != null && $Object.hasOwnProperty.call(message, "side"))
                    if (!$util.isInteger(message.side))
                        return "side: integer expected";
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    if (!$util.isInteger(message.carrier))
                        return "carrier: integer expected";
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    if (!$util.isInteger(message.zone))
                        return "zone: integer expected";
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval"))
                    if (!$util.isInteger(message.interval) && !(message.interval && $util.isInteger(message.interval.low) && $util.isInteger(message.interval.high)))
                        return "interval: integer|Long expected";
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (!$util.isInteger(message.energyWh) && !(message.energyWh && $util.isInteger(message.energyWh.low) && $util.isInteger(message.energyWh.high)))
                        return "energyWh: integer|Long expected";
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (!$util.isInteger(message.priceMicroPerKwh) && !(message.priceMicroPerKwh && $util.isInteger(message.priceMicroPerKwh.low) && $util.isInteger(message.priceMicroPerKwh.high)))
                        return "priceMicroPerKwh: integer|Long expected";
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (!$util.isInteger(message.expiry) && !(message.expiry && $util.isInteger(message.expiry.low) && $util.isInteger(message.expiry.high)))
                        return "expiry: integer|Long expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates an Order message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Order
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Order} Order
             */
            Order.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Order)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Order: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Order();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.side != null)
                    if ($Number(object.side) !== 0)
                        message.side = object.side >>> 0;
                if (object.carrier != null)
                    if ($Number(object.carrier) !== 0)
                        message.carrier = object.carrier >>> 0;
                if (object.zone != null)
                    if ($Number(object.zone) !== 0)
                        message.zone = object.zone >>> 0;
                if (object.interval != null)
                    if (typeof object.interval === "object" ? object.interval.low || object.interval.high : $Number(object.interval) !== 0)
                        if ($util.Long)
                            message.interval = $util.Long.fromValue(object.interval, true);
                        else if (typeof object.interval === "string")
                            message.interval = $parseInt(object.interval, 10);
                        else if (typeof object.interval === "number")
                            message.interval = object.interval;
                        else if (typeof object.interval === "object")
                            message.interval = new $util.LongBits(object.interval.low >>> 0, object.interval.high >>> 0).toNumber(true);
                if (object.energyWh != null)
                    if (typeof object.energyWh === "object" ? object.energyWh.low || object.energyWh.high : $Number(object.energyWh) !== 0)
                        if ($util.Long)
                            message.energyWh = $util.Long.fromValue(object.energyWh, true);
                        else if (typeof object.energyWh === "string")
                            message.energyWh = $parseInt(object.energyWh, 10);
                        else if (typeof object.energyWh === "number")
                            message.energyWh = object.energyWh;
                        else if (typeof object.energyWh === "object")
                            message.energyWh = new $util.LongBits(object.energyWh.low >>> 0, object.energyWh.high >>> 0).toNumber(true);
                if (object.priceMicroPerKwh != null)
                    if (typeof object.priceMicroPerKwh === "object" ? object.priceMicroPerKwh.low || object.priceMicroPerKwh.high : $Number(object.priceMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.priceMicroPerKwh = $util.Long.fromValue(object.priceMicroPerKwh, true);
                        else if (typeof object.priceMicroPerKwh === "string")
                            message.priceMicroPerKwh = $parseInt(object.priceMicroPerKwh, 10);
                        else if (typeof object.priceMicroPerKwh === "number")
                            message.priceMicroPerKwh = object.priceMicroPerKwh;
                        else if (typeof object.priceMicroPerKwh === "object")
                            message.priceMicroPerKwh = new $util.LongBits(object.priceMicroPerKwh.low >>> 0, object.priceMicroPerKwh.high >>> 0).toNumber(true);
                if (object.expiry != null)
                    if (typeof object.expiry === "object" ? object.expiry.low || object.expiry.high : $Number(object.expiry) !== 0)
                        if ($util.Long)
                            message.expiry = $util.Long.fromValue(object.expiry, true);
                        else if (typeof object.expiry === "string")
                            message.expiry = $parseInt(object.expiry, 10);
                        else if (typeof object.expiry === "number")
                            message.expiry = object.expiry;
                        else if (typeof object.expiry === "object")
                            message.expiry = new $util.LongBits(object.expiry.low >>> 0, object.expiry.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from an Order message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Order
             * @static
             * @param {joulegate.v1.Order} message Order
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Order.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    object.side = 0;
                    object.carrier = 0;
                    object.zone = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.interval = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.interval = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.energyWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.energyWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.priceMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.priceMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.expiry = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiry = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.side != null && $Object.hasOwnProperty.call(message, "side"))
                    object.side = message.side;
                if (message.carrier != null && $Object.hasOwnProperty.call(message, "carrier"))
                    object.carrier = message.carrier;
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    object.zone = message.zone;
                if (message.interval != null && $Object.hasOwnProperty.call(message, "interval"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.interval = typeof message.interval === "number" ? $BigInt(message.interval) : $util.Long.fromBits(message.interval.low >>> 0, message.interval.high >>> 0, true).toBigInt();
                    else if (typeof message.interval === "number")
                        object.interval = options.longs === $String ? $String(message.interval) : message.interval;
                    else
                        object.interval = options.longs === $String ? $util.Long.prototype.toString.call(message.interval) : options.longs === $Number ? new $util.LongBits(message.interval.low >>> 0, message.interval.high >>> 0).toNumber(true) : message.interval;
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.energyWh = typeof message.energyWh === "number" ? $BigInt(message.energyWh) : $util.Long.fromBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0, true).toBigInt();
                    else if (typeof message.energyWh === "number")
                        object.energyWh = options.longs === $String ? $String(message.energyWh) : message.energyWh;
                    else
                        object.energyWh = options.longs === $String ? $util.Long.prototype.toString.call(message.energyWh) : options.longs === $Number ? new $util.LongBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0).toNumber(true) : message.energyWh;
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.priceMicroPerKwh = typeof message.priceMicroPerKwh === "number" ? $BigInt(message.priceMicroPerKwh) : $util.Long.fromBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.priceMicroPerKwh === "number")
                        object.priceMicroPerKwh = options.longs === $String ? $String(message.priceMicroPerKwh) : message.priceMicroPerKwh;
                    else
                        object.priceMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.priceMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0).toNumber(true) : message.priceMicroPerKwh;
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiry = typeof message.expiry === "number" ? $BigInt(message.expiry) : $util.Long.fromBits(message.expiry.low >>> 0, message.expiry.high >>> 0, true).toBigInt();
                    else if (typeof message.expiry === "number")
                        object.expiry = options.longs === $String ? $String(message.expiry) : message.expiry;
                    else
                        object.expiry = options.longs === $String ? $util.Long.prototype.toString.call(message.expiry) : options.longs === $Number ? new $util.LongBits(message.expiry.low >>> 0, message.expiry.high >>> 0).toNumber(true) : message.expiry;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this Order to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Order
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Order.prototype.toJSON = function() {
                return Order.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Order
             * @function getTypeUrl
             * @memberof joulegate.v1.Order
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Order.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Order";
            };

            return Order;
        })();

        v1.OrderCancellation = (function() {

            /**
             * Properties of an OrderCancellation.
             * @typedef {Object} joulegate.v1.OrderCancellation.$Properties
             * @property {Uint8Array|null} [orderId] OrderCancellation orderId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OrderCancellation.
             * @memberof joulegate.v1
             * @interface IOrderCancellation
             * @augments joulegate.v1.OrderCancellation.$Properties
             * @deprecated Use joulegate.v1.OrderCancellation.$Properties instead.
             */

            /**
             * Shape of an OrderCancellation.
             * @typedef {joulegate.v1.OrderCancellation.$Properties} joulegate.v1.OrderCancellation.$Shape
             */

            /**
             * Constructs a new OrderCancellation.
             * @memberof joulegate.v1
             * @classdesc Represents an OrderCancellation.
             * @constructor
             * @param {joulegate.v1.OrderCancellation.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OrderCancellation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OrderCancellation orderId.
             * @member {Uint8Array} orderId
             * @memberof joulegate.v1.OrderCancellation
             * @instance
             */
            OrderCancellation.prototype.orderId = $util.newBuffer([]);

            /**
             * Creates a new OrderCancellation instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {joulegate.v1.OrderCancellation.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.OrderCancellation} OrderCancellation instance
             * @type {{
             *   (properties: joulegate.v1.OrderCancellation.$Shape): joulegate.v1.OrderCancellation & joulegate.v1.OrderCancellation.$Shape;
             *   (properties?: joulegate.v1.OrderCancellation.$Properties): joulegate.v1.OrderCancellation;
             * }}
             */
            OrderCancellation.create = function(properties) {
                return new OrderCancellation(properties);
            };

            /**
             * Encodes the specified OrderCancellation message. Does not implicitly {@link joulegate.v1.OrderCancellation.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {joulegate.v1.OrderCancellation.$Properties} message OrderCancellation message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OrderCancellation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId") && message.orderId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.orderId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OrderCancellation message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.OrderCancellation & joulegate.v1.OrderCancellation.$Shape} OrderCancellation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OrderCancellation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.OrderCancellation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.orderId = value;
                            else
                                delete message.orderId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies an OrderCancellation message.
             * @function verify
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            OrderCancellation.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId"))
                    if (!(message.orderId && typeof message.orderId.length === "number" || $util.isString(message.orderId)))
                        return "orderId: buffer expected";
                return null;
            };

            /**
             * Creates an OrderCancellation message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.OrderCancellation} OrderCancellation
             */
            OrderCancellation.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.OrderCancellation)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.OrderCancellation: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.OrderCancellation();
                if (object.orderId != null)
                    if (object.orderId.length)
                        if (typeof object.orderId === "string")
                            $util.base64.decode(object.orderId, message.orderId = $util.newBuffer($util.base64.length(object.orderId)), 0);
                        else if (object.orderId.length >= 0)
                            message.orderId = object.orderId;
                return message;
            };

            /**
             * Creates a plain object from an OrderCancellation message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {joulegate.v1.OrderCancellation} message OrderCancellation
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OrderCancellation.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.orderId = "";
                    else {
                        object.orderId = [];
                        if (options.bytes !== $Array)
                            object.orderId = $util.newBuffer(object.orderId);
                    }
                if (message.orderId != null && $Object.hasOwnProperty.call(message, "orderId"))
                    object.orderId = options.bytes === $String ? $util.base64.encode(message.orderId, 0, message.orderId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.orderId) : message.orderId;
                return object;
            };

            /**
             * Converts this OrderCancellation to JSON.
             * @function toJSON
             * @memberof joulegate.v1.OrderCancellation
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OrderCancellation.prototype.toJSON = function() {
                return OrderCancellation.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for OrderCancellation
             * @function getTypeUrl
             * @memberof joulegate.v1.OrderCancellation
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            OrderCancellation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.OrderCancellation";
            };

            return OrderCancellation;
        })();

        v1.SupplyAgreement = (function() {

            /**
             * Properties of a SupplyAgreement.
             * @typedef {Object} joulegate.v1.SupplyAgreement.$Properties
             * @property {Uint8Array|null} [meter] SupplyAgreement meter
             * @property {number|null} [zone] SupplyAgreement zone
             * @property {number|Long|null} [maxPriceMicroPerKwh] SupplyAgreement maxPriceMicroPerKwh
             * @property {number|Long|null} [minPriceMicroPerKwh] SupplyAgreement minPriceMicroPerKwh
             * @property {number|Long|null} [validFrom] SupplyAgreement validFrom
             * @property {number|Long|null} [validUntil] SupplyAgreement validUntil
             * @property {number|Long|null} [nonce] SupplyAgreement nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SupplyAgreement.
             * @memberof joulegate.v1
             * @interface ISupplyAgreement
             * @augments joulegate.v1.SupplyAgreement.$Properties
             * @deprecated Use joulegate.v1.SupplyAgreement.$Properties instead.
             */

            /**
             * Shape of a SupplyAgreement.
             * @typedef {joulegate.v1.SupplyAgreement.$Properties} joulegate.v1.SupplyAgreement.$Shape
             */

            /**
             * Constructs a new SupplyAgreement.
             * @memberof joulegate.v1
             * @classdesc Represents a SupplyAgreement.
             * @constructor
             * @param {joulegate.v1.SupplyAgreement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SupplyAgreement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SupplyAgreement meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.meter = $util.newBuffer([]);

            /**
             * SupplyAgreement zone.
             * @member {number} zone
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.zone = 0;

            /**
             * SupplyAgreement maxPriceMicroPerKwh.
             * @member {number|Long} maxPriceMicroPerKwh
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.maxPriceMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SupplyAgreement minPriceMicroPerKwh.
             * @member {number|Long} minPriceMicroPerKwh
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.minPriceMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SupplyAgreement validFrom.
             * @member {number|Long} validFrom
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.validFrom = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SupplyAgreement validUntil.
             * @member {number|Long} validUntil
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.validUntil = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SupplyAgreement nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             */
            SupplyAgreement.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new SupplyAgreement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {joulegate.v1.SupplyAgreement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.SupplyAgreement} SupplyAgreement instance
             * @type {{
             *   (properties: joulegate.v1.SupplyAgreement.$Shape): joulegate.v1.SupplyAgreement & joulegate.v1.SupplyAgreement.$Shape;
             *   (properties?: joulegate.v1.SupplyAgreement.$Properties): joulegate.v1.SupplyAgreement;
             * }}
             */
            SupplyAgreement.create = function(properties) {
                return new SupplyAgreement(properties);
            };

            /**
             * Encodes the specified SupplyAgreement message. Does not implicitly {@link joulegate.v1.SupplyAgreement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {joulegate.v1.SupplyAgreement.$Properties} message SupplyAgreement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SupplyAgreement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone") && message.zone !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.zone);
                if (message.maxPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKwh") && (typeof message.maxPriceMicroPerKwh === "object" ? message.maxPriceMicroPerKwh.low || message.maxPriceMicroPerKwh.high : message.maxPriceMicroPerKwh !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.maxPriceMicroPerKwh);
                if (message.minPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "minPriceMicroPerKwh") && (typeof message.minPriceMicroPerKwh === "object" ? message.minPriceMicroPerKwh.low || message.minPriceMicroPerKwh.high : message.minPriceMicroPerKwh !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.minPriceMicroPerKwh);
                if (message.validFrom != null && $Object.hasOwnProperty.call(message, "validFrom") && (typeof message.validFrom === "object" ? message.validFrom.low || message.validFrom.high : message.validFrom !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.validFrom);
                if (message.validUntil != null && $Object.hasOwnProperty.call(message, "validUntil") && (typeof message.validUntil === "object" ? message.validUntil.low || message.validUntil.high : message.validUntil !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.validUntil);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SupplyAgreement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.SupplyAgreement & joulegate.v1.SupplyAgreement.$Shape} SupplyAgreement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SupplyAgreement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.SupplyAgreement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.zone = value;
                            else
                                delete message.zone;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.maxPriceMicroPerKwh = value;
                            else
                                delete message.maxPriceMicroPerKwh;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.minPriceMicroPerKwh = value;
                            else
                                delete message.minPriceMicroPerKwh;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.validFrom = value;
                            else
                                delete message.validFrom;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.validUntil = value;
                            else
                                delete message.validUntil;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a SupplyAgreement message.
             * @function verify
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SupplyAgreement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    if (!$util.isInteger(message.zone))
                        return "zone: integer expected";
                if (message.maxPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKwh"))
                    if (!$util.isInteger(message.maxPriceMicroPerKwh) && !(message.maxPriceMicroPerKwh && $util.isInteger(message.maxPriceMicroPerKwh.low) && $util.isInteger(message.maxPriceMicroPerKwh.high)))
                        return "maxPriceMicroPerKwh: integer|Long expected";
                if (message.minPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "minPriceMicroPerKwh"))
                    if (!$util.isInteger(message.minPriceMicroPerKwh) && !(message.minPriceMicroPerKwh && $util.isInteger(message.minPriceMicroPerKwh.low) && $util.isInteger(message.minPriceMicroPerKwh.high)))
                        return "minPriceMicroPerKwh: integer|Long expected";
                if (message.validFrom != null && $Object.hasOwnProperty.call(message, "validFrom"))
                    if (!$util.isInteger(message.validFrom) && !(message.validFrom && $util.isInteger(message.validFrom.low) && $util.isInteger(message.validFrom.high)))
                        return "validFrom: integer|Long expected";
                if (message.validUntil != null && $Object.hasOwnProperty.call(message, "validUntil"))
                    if (!$util.isInteger(message.validUntil) && !(message.validUntil && $util.isInteger(message.validUntil.low) && $util.isInteger(message.validUntil.high)))
                        return "validUntil: integer|Long expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a SupplyAgreement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.SupplyAgreement} SupplyAgreement
             */
            SupplyAgreement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.SupplyAgreement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.SupplyAgreement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.SupplyAgreement();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.zone != null)
                    if ($Number(object.zone) !== 0)
                        message.zone = object.zone >>> 0;
                if (object.maxPriceMicroPerKwh != null)
                    if (typeof object.maxPriceMicroPerKwh === "object" ? object.maxPriceMicroPerKwh.low || object.maxPriceMicroPerKwh.high : $Number(object.maxPriceMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.maxPriceMicroPerKwh = $util.Long.fromValue(object.maxPriceMicroPerKwh, true);
                        else if (typeof object.maxPriceMicroPerKwh === "string")
                            message.maxPriceMicroPerKwh = $parseInt(object.maxPriceMicroPerKwh, 10);
                        else if (typeof object.maxPriceMicroPerKwh === "number")
                            message.maxPriceMicroPerKwh = object.maxPriceMicroPerKwh;
                        else if (typeof object.maxPriceMicroPerKwh === "object")
                            message.maxPriceMicroPerKwh = new $util.LongBits(object.maxPriceMicroPerKwh.low >>> 0, object.maxPriceMicroPerKwh.high >>> 0).toNumber(true);
                if (object.minPriceMicroPerKwh != null)
                    if (typeof object.minPriceMicroPerKwh === "object" ? object.minPriceMicroPerKwh.low || object.minPriceMicroPerKwh.high : $Number(object.minPriceMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.minPriceMicroPerKwh = $util.Long.fromValue(object.minPriceMicroPerKwh, true);
                        else if (typeof object.minPriceMicroPerKwh === "string")
                            message.minPriceMicroPerKwh = $parseInt(object.minPriceMicroPerKwh, 10);
                        else if (typeof object.minPriceMicroPerKwh === "number")
                            message.minPriceMicroPerKwh = object.minPriceMicroPerKwh;
                        else if (typeof object.minPriceMicroPerKwh === "object")
                            message.minPriceMicroPerKwh = new $util.LongBits(object.minPriceMicroPerKwh.low >>> 0, object.minPriceMicroPerKwh.high >>> 0).toNumber(true);
                if (object.validFrom != null)
                    if (typeof object.validFrom === "object" ? object.validFrom.low || object.validFrom.high : $Number(object.validFrom) !== 0)
                        if ($util.Long)
                            message.validFrom = $util.Long.fromValue(object.validFrom, true);
                        else if (typeof object.validFrom === "string")
                            message.validFrom = $parseInt(object.validFrom, 10);
                        else if (typeof object.validFrom === "number")
                            message.validFrom = object.validFrom;
                        else if (typeof object.validFrom === "object")
                            message.validFrom = new $util.LongBits(object.validFrom.low >>> 0, object.validFrom.high >>> 0).toNumber(true);
                if (object.validUntil != null)
                    if (typeof object.validUntil === "object" ? object.validUntil.low || object.validUntil.high : $Number(object.validUntil) !== 0)
                        if ($util.Long)
                            message.validUntil = $util.Long.fromValue(object.validUntil, true);
                        else if (typeof object.validUntil === "string")
                            message.validUntil = $parseInt(object.validUntil, 10);
                        else if (typeof object.validUntil === "number")
                            message.validUntil = object.validUntil;
                        else if (typeof object.validUntil === "object")
                            message.validUntil = new $util.LongBits(object.validUntil.low >>> 0, object.validUntil.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a SupplyAgreement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {joulegate.v1.SupplyAgreement} message SupplyAgreement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SupplyAgreement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    object.zone = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.maxPriceMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.maxPriceMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.minPriceMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.minPriceMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.validFrom = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.validFrom = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.validUntil = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.validUntil = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.zone != null && $Object.hasOwnProperty.call(message, "zone"))
                    object.zone = message.zone;
                if (message.maxPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.maxPriceMicroPerKwh = typeof message.maxPriceMicroPerKwh === "number" ? $BigInt(message.maxPriceMicroPerKwh) : $util.Long.fromBits(message.maxPriceMicroPerKwh.low >>> 0, message.maxPriceMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.maxPriceMicroPerKwh === "number")
                        object.maxPriceMicroPerKwh = options.longs === $String ? $String(message.maxPriceMicroPerKwh) : message.maxPriceMicroPerKwh;
                    else
                        object.maxPriceMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.maxPriceMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.maxPriceMicroPerKwh.low >>> 0, message.maxPriceMicroPerKwh.high >>> 0).toNumber(true) : message.maxPriceMicroPerKwh;
                if (message.minPriceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "minPriceMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.minPriceMicroPerKwh = typeof message.minPriceMicroPerKwh === "number" ? $BigInt(message.minPriceMicroPerKwh) : $util.Long.fromBits(message.minPriceMicroPerKwh.low >>> 0, message.minPriceMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.minPriceMicroPerKwh === "number")
                        object.minPriceMicroPerKwh = options.longs === $String ? $String(message.minPriceMicroPerKwh) : message.minPriceMicroPerKwh;
                    else
                        object.minPriceMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.minPriceMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.minPriceMicroPerKwh.low >>> 0, message.minPriceMicroPerKwh.high >>> 0).toNumber(true) : message.minPriceMicroPerKwh;
                if (message.validFrom != null && $Object.hasOwnProperty.call(message, "validFrom"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.validFrom = typeof message.validFrom === "number" ? $BigInt(message.validFrom) : $util.Long.fromBits(message.validFrom.low >>> 0, message.validFrom.high >>> 0, true).toBigInt();
                    else if (typeof message.validFrom === "number")
                        object.validFrom = options.longs === $String ? $String(message.validFrom) : message.validFrom;
                    else
                        object.validFrom = options.longs === $String ? $util.Long.prototype.toString.call(message.validFrom) : options.longs === $Number ? new $util.LongBits(message.validFrom.low >>> 0, message.validFrom.high >>> 0).toNumber(true) : message.validFrom;
                if (message.validUntil != null && $Object.hasOwnProperty.call(message, "validUntil"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.validUntil = typeof message.validUntil === "number" ? $BigInt(message.validUntil) : $util.Long.fromBits(message.validUntil.low >>> 0, message.validUntil.high >>> 0, true).toBigInt();
                    else if (typeof message.validUntil === "number")
                        object.validUntil = options.longs === $String ? $String(message.validUntil) : message.validUntil;
                    else
                        object.validUntil = options.longs === $String ? $util.Long.prototype.toString.call(message.validUntil) : options.longs === $Number ? new $util.LongBits(message.validUntil.low >>> 0, message.validUntil.high >>> 0).toNumber(true) : message.validUntil;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this SupplyAgreement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.SupplyAgreement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SupplyAgreement.prototype.toJSON = function() {
                return SupplyAgreement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SupplyAgreement
             * @function getTypeUrl
             * @memberof joulegate.v1.SupplyAgreement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SupplyAgreement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.SupplyAgreement";
            };

            return SupplyAgreement;
        })();

        v1.SupplyTermination = (function() {

            /**
             * Properties of a SupplyTermination.
             * @typedef {Object} joulegate.v1.SupplyTermination.$Properties
             * @property {Uint8Array|null} [meter] SupplyTermination meter
             * @property {number|Long|null} [nonce] SupplyTermination nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SupplyTermination.
             * @memberof joulegate.v1
             * @interface ISupplyTermination
             * @augments joulegate.v1.SupplyTermination.$Properties
             * @deprecated Use joulegate.v1.SupplyTermination.$Properties instead.
             */

            /**
             * Shape of a SupplyTermination.
             * @typedef {joulegate.v1.SupplyTermination.$Properties} joulegate.v1.SupplyTermination.$Shape
             */

            /**
             * Constructs a new SupplyTermination.
             * @memberof joulegate.v1
             * @classdesc Represents a SupplyTermination.
             * @constructor
             * @param {joulegate.v1.SupplyTermination.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SupplyTermination = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SupplyTermination meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.SupplyTermination
             * @instance
             */
            SupplyTermination.prototype.meter = $util.newBuffer([]);

            /**
             * SupplyTermination nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.SupplyTermination
             * @instance
             */
            SupplyTermination.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new SupplyTermination instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {joulegate.v1.SupplyTermination.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.SupplyTermination} SupplyTermination instance
             * @type {{
             *   (properties: joulegate.v1.SupplyTermination.$Shape): joulegate.v1.SupplyTermination & joulegate.v1.SupplyTermination.$Shape;
             *   (properties?: joulegate.v1.SupplyTermination.$Properties): joulegate.v1.SupplyTermination;
             * }}
             */
            SupplyTermination.create = function(properties) {
                return new SupplyTermination(properties);
            };

            /**
             * Encodes the specified SupplyTermination message. Does not implicitly {@link joulegate.v1.SupplyTermination.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {joulegate.v1.SupplyTermination.$Properties} message SupplyTermination message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SupplyTermination.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SupplyTermination message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.SupplyTermination & joulegate.v1.SupplyTermination.$Shape} SupplyTermination
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SupplyTermination.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.SupplyTermination();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a SupplyTermination message.
             * @function verify
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SupplyTermination.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a SupplyTermination message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.SupplyTermination} SupplyTermination
             */
            SupplyTermination.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.SupplyTermination)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.SupplyTermination: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.SupplyTermination();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a SupplyTermination message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {joulegate.v1.SupplyTermination} message SupplyTermination
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SupplyTermination.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this SupplyTermination to JSON.
             * @function toJSON
             * @memberof joulegate.v1.SupplyTermination
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SupplyTermination.prototype.toJSON = function() {
                return SupplyTermination.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SupplyTermination
             * @function getTypeUrl
             * @memberof joulegate.v1.SupplyTermination
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SupplyTermination.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.SupplyTermination";
            };

            return SupplyTermination;
        })();

        v1.CarbonApplication = (function() {

            /**
             * Properties of a CarbonApplication.
             * @typedef {Object} joulegate.v1.CarbonApplication.$Properties
             * @property {Uint8Array|null} [unit] CarbonApplication unit
             * @property {number|null} [period] CarbonApplication period
             * @property {number|Long|null} [grams] CarbonApplication grams
             * @property {number|Long|null} [maxPriceMicroPerKg] CarbonApplication maxPriceMicroPerKg
             * @property {number|Long|null} [expiry] CarbonApplication expiry
             * @property {number|Long|null} [nonce] CarbonApplication nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CarbonApplication.
             * @memberof joulegate.v1
             * @interface ICarbonApplication
             * @augments joulegate.v1.CarbonApplication.$Properties
             * @deprecated Use joulegate.v1.CarbonApplication.$Properties instead.
             */

            /**
             * Shape of a CarbonApplication.
             * @typedef {joulegate.v1.CarbonApplication.$Properties} joulegate.v1.CarbonApplication.$Shape
             */

            /**
             * Constructs a new CarbonApplication.
             * @memberof joulegate.v1
             * @classdesc Represents a CarbonApplication.
             * @constructor
             * @param {joulegate.v1.CarbonApplication.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CarbonApplication = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CarbonApplication unit.
             * @member {Uint8Array} unit
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.unit = $util.newBuffer([]);

            /**
             * CarbonApplication period.
             * @member {number} period
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.period = 0;

            /**
             * CarbonApplication grams.
             * @member {number|Long} grams
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.grams = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CarbonApplication maxPriceMicroPerKg.
             * @member {number|Long} maxPriceMicroPerKg
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.maxPriceMicroPerKg = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CarbonApplication expiry.
             * @member {number|Long} expiry
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.expiry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CarbonApplication nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             */
            CarbonApplication.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new CarbonApplication instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {joulegate.v1.CarbonApplication.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.CarbonApplication} CarbonApplication instance
             * @type {{
             *   (properties: joulegate.v1.CarbonApplication.$Shape): joulegate.v1.CarbonApplication & joulegate.v1.CarbonApplication.$Shape;
             *   (properties?: joulegate.v1.CarbonApplication.$Properties): joulegate.v1.CarbonApplication;
             * }}
             */
            CarbonApplication.create = function(properties) {
                return new CarbonApplication(properties);
            };

            /**
             * Encodes the specified CarbonApplication message. Does not implicitly {@link joulegate.v1.CarbonApplication.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {joulegate.v1.CarbonApplication.$Properties} message CarbonApplication message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CarbonApplication.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.unit);
                if (message.period != null && $Object.hasOwnProperty.call(message, "period") && message.period !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.period);
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams") && (typeof message.grams === "object" ? message.grams.low || message.grams.high : message.grams !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.grams);
                if (message.maxPriceMicroPerKg != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKg") && (typeof message.maxPriceMicroPerKg === "object" ? message.maxPriceMicroPerKg.low || message.maxPriceMicroPerKg.high : message.maxPriceMicroPerKg !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.maxPriceMicroPerKg);
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry") && (typeof message.expiry === "object" ? message.expiry.low || message.expiry.high : message.expiry !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.expiry);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CarbonApplication message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.CarbonApplication & joulegate.v1.CarbonApplication.$Shape} CarbonApplication
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CarbonApplication.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.CarbonApplication();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.unit = value;
                            else
                                delete message.unit;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.period = value;
                            else
                                delete message.period;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.grams = value;
                            else
                                delete message.grams;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.maxPriceMicroPerKg = value;
                            else
                                delete message.maxPriceMicroPerKg;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiry = value;
                            else
                                delete message.expiry;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a CarbonApplication message.
             * @function verify
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CarbonApplication.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                    if (!(message.unit && typeof message.unit.length === "number" || $util.isString(message.unit)))
                        return "unit: buffer expected";
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    if (!$util.isInteger(message.period))
                        return "period: integer expected";
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (!$util.isInteger(message.grams) && !(message.grams && $util.isInteger(message.grams.low) && $util.isInteger(message.grams.high)))
                        return "grams: integer|Long expected";
                if (message.maxPriceMicroPerKg != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKg"))
                    if (!$util.isInteger(message.maxPriceMicroPerKg) && !(message.maxPriceMicroPerKg && $util.isInteger(message.maxPriceMicroPerKg.low) && $util.isInteger(message.maxPriceMicroPerKg.high)))
                        return "maxPriceMicroPerKg: integer|Long expected";
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (!$util.isInteger(message.expiry) && !(message.expiry && $util.isInteger(message.expiry.low) && $util.isInteger(message.expiry.high)))
                        return "expiry: integer|Long expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a CarbonApplication message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.CarbonApplication} CarbonApplication
             */
            CarbonApplication.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.CarbonApplication)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.CarbonApplication: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.CarbonApplication();
                if (object.unit != null)
                    if (object.unit.length)
                        if (typeof object.unit === "string")
                            $util.base64.decode(object.unit, message.unit = $util.newBuffer($util.base64.length(object.unit)), 0);
                        else if (object.unit.length >= 0)
                            message.unit = object.unit;
                if (object.period != null)
                    if ($Number(object.period) !== 0)
                        message.period = object.period >>> 0;
                if (object.grams != null)
                    if (typeof object.grams === "object" ? object.grams.low || object.grams.high : $Number(object.grams) !== 0)
                        if ($util.Long)
                            message.grams = $util.Long.fromValue(object.grams, true);
                        else if (typeof object.grams === "string")
                            message.grams = $parseInt(object.grams, 10);
                        else if (typeof object.grams === "number")
                            message.grams = object.grams;
                        else if (typeof object.grams === "object")
                            message.grams = new $util.LongBits(object.grams.low >>> 0, object.grams.high >>> 0).toNumber(true);
                if (object.maxPriceMicroPerKg != null)
                    if (typeof object.maxPriceMicroPerKg === "object" ? object.maxPriceMicroPerKg.low || object.maxPriceMicroPerKg.high : $Number(object.maxPriceMicroPerKg) !== 0)
                        if ($util.Long)
                            message.maxPriceMicroPerKg = $util.Long.fromValue(object.maxPriceMicroPerKg, true);
                        else if (typeof object.maxPriceMicroPerKg === "string")
                            message.maxPriceMicroPerKg = $parseInt(object.maxPriceMicroPerKg, 10);
                        else if (typeof object.maxPriceMicroPerKg === "number")
                            message.maxPriceMicroPerKg = object.maxPriceMicroPerKg;
                        else if (typeof object.maxPriceMicroPerKg === "object")
                            message.maxPriceMicroPerKg = new $util.LongBits(object.maxPriceMicroPerKg.low >>> 0, object.maxPriceMicroPerKg.high >>> 0).toNumber(true);
                if (object.expiry != null)
                    if (typeof object.expiry === "object" ? object.expiry.low || object.expiry.high : $Number(object.expiry) !== 0)
                        if ($util.Long)
                            message.expiry = $util.Long.fromValue(object.expiry, true);
                        else if (typeof object.expiry === "string")
                            message.expiry = $parseInt(object.expiry, 10);
                        else if (typeof object.expiry === "number")
                            message.expiry = object.expiry;
                        else if (typeof object.expiry === "object")
                            message.expiry = new $util.LongBits(object.expiry.low >>> 0, object.expiry.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a CarbonApplication message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {joulegate.v1.CarbonApplication} message CarbonApplication
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CarbonApplication.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.unit = "";
                    else {
                        object.unit = [];
                        if (options.bytes !== $Array)
                            object.unit = $util.newBuffer(object.unit);
                    }
                    object.period = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.grams = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.grams = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.maxPriceMicroPerKg = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.maxPriceMicroPerKg = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.expiry = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiry = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                    object.unit = options.bytes === $String ? $util.base64.encode(message.unit, 0, message.unit.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.unit) : message.unit;
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    object.period = message.period;
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.grams = typeof message.grams === "number" ? $BigInt(message.grams) : $util.Long.fromBits(message.grams.low >>> 0, message.grams.high >>> 0, true).toBigInt();
                    else if (typeof message.grams === "number")
                        object.grams = options.longs === $String ? $String(message.grams) : message.grams;
                    else
                        object.grams = options.longs === $String ? $util.Long.prototype.toString.call(message.grams) : options.longs === $Number ? new $util.LongBits(message.grams.low >>> 0, message.grams.high >>> 0).toNumber(true) : message.grams;
                if (message.maxPriceMicroPerKg != null && $Object.hasOwnProperty.call(message, "maxPriceMicroPerKg"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.maxPriceMicroPerKg = typeof message.maxPriceMicroPerKg === "number" ? $BigInt(message.maxPriceMicroPerKg) : $util.Long.fromBits(message.maxPriceMicroPerKg.low >>> 0, message.maxPriceMicroPerKg.high >>> 0, true).toBigInt();
                    else if (typeof message.maxPriceMicroPerKg === "number")
                        object.maxPriceMicroPerKg = options.longs === $String ? $String(message.maxPriceMicroPerKg) : message.maxPriceMicroPerKg;
                    else
                        object.maxPriceMicroPerKg = options.longs === $String ? $util.Long.prototype.toString.call(message.maxPriceMicroPerKg) : options.longs === $Number ? new $util.LongBits(message.maxPriceMicroPerKg.low >>> 0, message.maxPriceMicroPerKg.high >>> 0).toNumber(true) : message.maxPriceMicroPerKg;
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiry = typeof message.expiry === "number" ? $BigInt(message.expiry) : $util.Long.fromBits(message.expiry.low >>> 0, message.expiry.high >>> 0, true).toBigInt();
                    else if (typeof message.expiry === "number")
                        object.expiry = options.longs === $String ? $String(message.expiry) : message.expiry;
                    else
                        object.expiry = options.longs === $String ? $util.Long.prototype.toString.call(message.expiry) : options.longs === $Number ? new $util.LongBits(message.expiry.low >>> 0, message.expiry.high >>> 0).toNumber(true) : message.expiry;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this CarbonApplication to JSON.
             * @function toJSON
             * @memberof joulegate.v1.CarbonApplication
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CarbonApplication.prototype.toJSON = function() {
                return CarbonApplication.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CarbonApplication
             * @function getTypeUrl
             * @memberof joulegate.v1.CarbonApplication
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CarbonApplication.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.CarbonApplication";
            };

            return CarbonApplication;
        })();

        v1.PermitOffer = (function() {

            /**
             * Properties of a PermitOffer.
             * @typedef {Object} joulegate.v1.PermitOffer.$Properties
             * @property {Uint8Array|null} [seller] PermitOffer seller
             * @property {number|null} [period] PermitOffer period
             * @property {number|Long|null} [grams] PermitOffer grams
             * @property {number|Long|null} [priceMicroPerKg] PermitOffer priceMicroPerKg
             * @property {number|Long|null} [expiry] PermitOffer expiry
             * @property {number|Long|null} [nonce] PermitOffer nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PermitOffer.
             * @memberof joulegate.v1
             * @interface IPermitOffer
             * @augments joulegate.v1.PermitOffer.$Properties
             * @deprecated Use joulegate.v1.PermitOffer.$Properties instead.
             */

            /**
             * Shape of a PermitOffer.
             * @typedef {joulegate.v1.PermitOffer.$Properties} joulegate.v1.PermitOffer.$Shape
             */

            /**
             * Constructs a new PermitOffer.
             * @memberof joulegate.v1
             * @classdesc Represents a PermitOffer.
             * @constructor
             * @param {joulegate.v1.PermitOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PermitOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PermitOffer seller.
             * @member {Uint8Array} seller
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.seller = $util.newBuffer([]);

            /**
             * PermitOffer period.
             * @member {number} period
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.period = 0;

            /**
             * PermitOffer grams.
             * @member {number|Long} grams
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.grams = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PermitOffer priceMicroPerKg.
             * @member {number|Long} priceMicroPerKg
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.priceMicroPerKg = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PermitOffer expiry.
             * @member {number|Long} expiry
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.expiry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PermitOffer nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.PermitOffer
             * @instance
             */
            PermitOffer.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new PermitOffer instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {joulegate.v1.PermitOffer.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.PermitOffer} PermitOffer instance
             * @type {{
             *   (properties: joulegate.v1.PermitOffer.$Shape): joulegate.v1.PermitOffer & joulegate.v1.PermitOffer.$Shape;
             *   (properties?: joulegate.v1.PermitOffer.$Properties): joulegate.v1.PermitOffer;
             * }}
             */
            PermitOffer.create = function(properties) {
                return new PermitOffer(properties);
            };

            /**
             * Encodes the specified PermitOffer message. Does not implicitly {@link joulegate.v1.PermitOffer.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {joulegate.v1.PermitOffer.$Properties} message PermitOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PermitOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seller != null && $Object.hasOwnProperty.call(message, "seller") && message.seller.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.seller);
                if (message.period != null && $Object.hasOwnProperty.call(message, "period") && message.period !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.period);
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams") && (typeof message.grams === "object" ? message.grams.low || message.grams.high : message.grams !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.grams);
                if (message.priceMicroPerKg != null && $Object.hasOwnProperty.call(message, "priceMicroPerKg") && (typeof message.priceMicroPerKg === "object" ? message.priceMicroPerKg.low || message.priceMicroPerKg.high : message.priceMicroPerKg !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.priceMicroPerKg);
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry") && (typeof message.expiry === "object" ? message.expiry.low || message.expiry.high : message.expiry !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.expiry);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PermitOffer message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.PermitOffer & joulegate.v1.PermitOffer.$Shape} PermitOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PermitOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.PermitOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.seller = value;
                            else
                                delete message.seller;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.period = value;
                            else
                                delete message.period;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.grams = value;
                            else
                                delete message.grams;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.priceMicroPerKg = value;
                            else
                                delete message.priceMicroPerKg;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiry = value;
                            else
                                delete message.expiry;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a PermitOffer message.
             * @function verify
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PermitOffer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seller != null && $Object.hasOwnProperty.call(message, "seller"))
                    if (!(message.seller && typeof message.seller.length === "number" || $util.isString(message.seller)))
                        return "seller: buffer expected";
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    if (!$util.isInteger(message.period))
                        return "period: integer expected";
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (!$util.isInteger(message.grams) && !(message.grams && $util.isInteger(message.grams.low) && $util.isInteger(message.grams.high)))
                        return "grams: integer|Long expected";
                if (message.priceMicroPerKg != null && $Object.hasOwnProperty.call(message, "priceMicroPerKg"))
                    if (!$util.isInteger(message.priceMicroPerKg) && !(message.priceMicroPerKg && $util.isInteger(message.priceMicroPerKg.low) && $util.isInteger(message.priceMicroPerKg.high)))
                        return "priceMicroPerKg: integer|Long expected";
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (!$util.isInteger(message.expiry) && !(message.expiry && $util.isInteger(message.expiry.low) && $util.isInteger(message.expiry.high)))
                        return "expiry: integer|Long expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                return null;
            };

            /**
             * Creates a PermitOffer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.PermitOffer} PermitOffer
             */
            PermitOffer.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.PermitOffer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.PermitOffer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.PermitOffer();
                if (object.seller != null)
                    if (object.seller.length)
                        if (typeof object.seller === "string")
                            $util.base64.decode(object.seller, message.seller = $util.newBuffer($util.base64.length(object.seller)), 0);
                        else if (object.seller.length >= 0)
                            message.seller = object.seller;
                if (object.period != null)
                    if ($Number(object.period) !== 0)
                        message.period = object.period >>> 0;
                if (object.grams != null)
                    if (typeof object.grams === "object" ? object.grams.low || object.grams.high : $Number(object.grams) !== 0)
                        if ($util.Long)
                            message.grams = $util.Long.fromValue(object.grams, true);
                        else if (typeof object.grams === "string")
                            message.grams = $parseInt(object.grams, 10);
                        else if (typeof object.grams === "number")
                            message.grams = object.grams;
                        else if (typeof object.grams === "object")
                            message.grams = new $util.LongBits(object.grams.low >>> 0, object.grams.high >>> 0).toNumber(true);
                if (object.priceMicroPerKg != null)
                    if (typeof object.priceMicroPerKg === "object" ? object.priceMicroPerKg.low || object.priceMicroPerKg.high : $Number(object.priceMicroPerKg) !== 0)
                        if ($util.Long)
                            message.priceMicroPerKg = $util.Long.fromValue(object.priceMicroPerKg, true);
                        else if (typeof object.priceMicroPerKg === "string")
                            message.priceMicroPerKg = $parseInt(object.priceMicroPerKg, 10);
                        else if (typeof object.priceMicroPerKg === "number")
                            message.priceMicroPerKg = object.priceMicroPerKg;
                        else if (typeof object.priceMicroPerKg === "object")
                            message.priceMicroPerKg = new $util.LongBits(object.priceMicroPerKg.low >>> 0, object.priceMicroPerKg.high >>> 0).toNumber(true);
                if (object.expiry != null)
                    if (typeof object.expiry === "object" ? object.expiry.low || object.expiry.high : $Number(object.expiry) !== 0)
                        if ($util.Long)
                            message.expiry = $util.Long.fromValue(object.expiry, true);
                        else if (typeof object.expiry === "string")
                            message.expiry = $parseInt(object.expiry, 10);
                        else if (typeof object.expiry === "number")
                            message.expiry = object.expiry;
                        else if (typeof object.expiry === "object")
                            message.expiry = new $util.LongBits(object.expiry.low >>> 0, object.expiry.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a PermitOffer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {joulegate.v1.PermitOffer} message PermitOffer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PermitOffer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.seller = "";
                    else {
                        object.seller = [];
                        if (options.bytes !== $Array)
                            object.seller = $util.newBuffer(object.seller);
                    }
                    object.period = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.grams = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.grams = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.priceMicroPerKg = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.priceMicroPerKg = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.expiry = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiry = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.seller != null && $Object.hasOwnProperty.call(message, "seller"))
                    object.seller = options.bytes === $String ? $util.base64.encode(message.seller, 0, message.seller.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.seller) : message.seller;
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    object.period = message.period;
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.grams = typeof message.grams === "number" ? $BigInt(message.grams) : $util.Long.fromBits(message.grams.low >>> 0, message.grams.high >>> 0, true).toBigInt();
                    else if (typeof message.grams === "number")
                        object.grams = options.longs === $String ? $String(message.grams) : message.grams;
                    else
                        object.grams = options.longs === $String ? $util.Long.prototype.toString.call(message.grams) : options.longs === $Number ? new $util.LongBits(message.grams.low >>> 0, message.grams.high >>> 0).toNumber(true) : message.grams;
                if (message.priceMicroPerKg != null && $Object.hasOwnProperty.call(message, "priceMicroPerKg"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.priceMicroPerKg = typeof message.priceMicroPerKg === "number" ? $BigInt(message.priceMicroPerKg) : $util.Long.fromBits(message.priceMicroPerKg.low >>> 0, message.priceMicroPerKg.high >>> 0, true).toBigInt();
                    else if (typeof message.priceMicroPerKg === "number")
                        object.priceMicroPerKg = options.longs === $String ? $String(message.priceMicroPerKg) : message.priceMicroPerKg;
                    else
                        object.priceMicroPerKg = options.longs === $String ? $util.Long.prototype.toString.call(message.priceMicroPerKg) : options.longs === $Number ? new $util.LongBits(message.priceMicroPerKg.low >>> 0, message.priceMicroPerKg.high >>> 0).toNumber(true) : message.priceMicroPerKg;
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiry = typeof message.expiry === "number" ? $BigInt(message.expiry) : $util.Long.fromBits(message.expiry.low >>> 0, message.expiry.high >>> 0, true).toBigInt();
                    else if (typeof message.expiry === "number")
                        object.expiry = options.longs === $String ? $String(message.expiry) : message.expiry;
                    else
                        object.expiry = options.longs === $String ? $util.Long.prototype.toString.call(message.expiry) : options.longs === $Number ? new $util.LongBits(message.expiry.low >>> 0, message.expiry.high >>> 0).toNumber(true) : message.expiry;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                return object;
            };

            /**
             * Converts this PermitOffer to JSON.
             * @function toJSON
             * @memberof joulegate.v1.PermitOffer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PermitOffer.prototype.toJSON = function() {
                return PermitOffer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PermitOffer
             * @function getTypeUrl
             * @memberof joulegate.v1.PermitOffer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PermitOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.PermitOffer";
            };

            return PermitOffer;
        })();

        v1.PermitRetirement = (function() {

            /**
             * Properties of a PermitRetirement.
             * @typedef {Object} joulegate.v1.PermitRetirement.$Properties
             * @property {Uint8Array|null} [owner] PermitRetirement owner
             * @property {number|null} [period] PermitRetirement period
             * @property {number|Long|null} [grams] PermitRetirement grams
             * @property {number|Long|null} [nonce] PermitRetirement nonce
             * @property {number|Long|null} [deadline] PermitRetirement deadline
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PermitRetirement.
             * @memberof joulegate.v1
             * @interface IPermitRetirement
             * @augments joulegate.v1.PermitRetirement.$Properties
             * @deprecated Use joulegate.v1.PermitRetirement.$Properties instead.
             */

            /**
             * Shape of a PermitRetirement.
             * @typedef {joulegate.v1.PermitRetirement.$Properties} joulegate.v1.PermitRetirement.$Shape
             */

            /**
             * Constructs a new PermitRetirement.
             * @memberof joulegate.v1
             * @classdesc Represents a PermitRetirement.
             * @constructor
             * @param {joulegate.v1.PermitRetirement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PermitRetirement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PermitRetirement owner.
             * @member {Uint8Array} owner
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             */
            PermitRetirement.prototype.owner = $util.newBuffer([]);

            /**
             * PermitRetirement period.
             * @member {number} period
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             */
            PermitRetirement.prototype.period = 0;

            /**
             * PermitRetirement grams.
             * @member {number|Long} grams
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             */
            PermitRetirement.prototype.grams = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PermitRetirement nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             */
            PermitRetirement.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PermitRetirement deadline.
             * @member {number|Long} deadline
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             */
            PermitRetirement.prototype.deadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new PermitRetirement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {joulegate.v1.PermitRetirement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.PermitRetirement} PermitRetirement instance
             * @type {{
             *   (properties: joulegate.v1.PermitRetirement.$Shape): joulegate.v1.PermitRetirement & joulegate.v1.PermitRetirement.$Shape;
             *   (properties?: joulegate.v1.PermitRetirement.$Properties): joulegate.v1.PermitRetirement;
             * }}
             */
            PermitRetirement.create = function(properties) {
                return new PermitRetirement(properties);
            };

            /**
             * Encodes the specified PermitRetirement message. Does not implicitly {@link joulegate.v1.PermitRetirement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {joulegate.v1.PermitRetirement.$Properties} message PermitRetirement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PermitRetirement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.owner);
                if (message.period != null && $Object.hasOwnProperty.call(message, "period") && message.period !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.period);
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams") && (typeof message.grams === "object" ? message.grams.low || message.grams.high : message.grams !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.grams);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.nonce);
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline") && (typeof message.deadline === "object" ? message.deadline.low || message.deadline.high : message.deadline !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.deadline);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PermitRetirement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.PermitRetirement & joulegate.v1.PermitRetirement.$Shape} PermitRetirement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PermitRetirement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.PermitRetirement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.period = value;
                            else
                                delete message.period;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.grams = value;
                            else
                                delete message.grams;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadline = value;
                            else
                                delete message.deadline;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a PermitRetirement message.
             * @function verify
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PermitRetirement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!(message.owner && typeof message.owner.length === "number" || $util.isString(message.owner)))
                        return "owner: buffer expected";
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    if (!$util.isInteger(message.period))
                        return "period: integer expected";
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (!$util.isInteger(message.grams) && !(message.grams && $util.isInteger(message.grams.low) && $util.isInteger(message.grams.high)))
                        return "grams: integer|Long expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (!$util.isInteger(message.deadline) && !(message.deadline && $util.isInteger(message.deadline.low) && $util.isInteger(message.deadline.high)))
                        return "deadline: integer|Long expected";
                return null;
            };

            /**
             * Creates a PermitRetirement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.PermitRetirement} PermitRetirement
             */
            PermitRetirement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.PermitRetirement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.PermitRetirement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.PermitRetirement();
                if (object.owner != null)
                    if (object.owner.length)
                        if (typeof object.owner === "string")
                            $util.base64.decode(object.owner, message.owner = $util.newBuffer($util.base64.length(object.owner)), 0);
                        else if (object.owner.length >= 0)
                            message.owner = object.owner;
                if (object.period != null)
                    if ($Number(object.period) !== 0)
                        message.period = object.period >>> 0;
                if (object.grams != null)
                    if (typeof object.grams === "object" ? object.grams.low || object.grams.high : $Number(object.grams) !== 0)
                        if ($util.Long)
                            message.grams = $util.Long.fromValue(object.grams, true);
                        else if (typeof object.grams === "string")
                            message.grams = $parseInt(object.grams, 10);
                        else if (typeof object.grams === "number")
                            message.grams = object.grams;
                        else if (typeof object.grams === "object")
                            message.grams = new $util.LongBits(object.grams.low >>> 0, object.grams.high >>> 0).toNumber(true);
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.deadline != null)
                    if (typeof object.deadline === "object" ? object.deadline.low || object.deadline.high : $Number(object.deadline) !== 0)
                        if ($util.Long)
                            message.deadline = $util.Long.fromValue(object.deadline, true);
                        else if (typeof object.deadline === "string")
                            message.deadline = $parseInt(object.deadline, 10);
                        else if (typeof object.deadline === "number")
                            message.deadline = object.deadline;
                        else if (typeof object.deadline === "object")
                            message.deadline = new $util.LongBits(object.deadline.low >>> 0, object.deadline.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a PermitRetirement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {joulegate.v1.PermitRetirement} message PermitRetirement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PermitRetirement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.owner = "";
                    else {
                        object.owner = [];
                        if (options.bytes !== $Array)
                            object.owner = $util.newBuffer(object.owner);
                    }
                    object.period = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.grams = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.grams = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = options.bytes === $String ? $util.base64.encode(message.owner, 0, message.owner.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.owner) : message.owner;
                if (message.period != null && $Object.hasOwnProperty.call(message, "period"))
                    object.period = message.period;
                if (message.grams != null && $Object.hasOwnProperty.call(message, "grams"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.grams = typeof message.grams === "number" ? $BigInt(message.grams) : $util.Long.fromBits(message.grams.low >>> 0, message.grams.high >>> 0, true).toBigInt();
                    else if (typeof message.grams === "number")
                        object.grams = options.longs === $String ? $String(message.grams) : message.grams;
                    else
                        object.grams = options.longs === $String ? $util.Long.prototype.toString.call(message.grams) : options.longs === $Number ? new $util.LongBits(message.grams.low >>> 0, message.grams.high >>> 0).toNumber(true) : message.grams;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadline = typeof message.deadline === "number" ? $BigInt(message.deadline) : $util.Long.fromBits(message.deadline.low >>> 0, message.deadline.high >>> 0, true).toBigInt();
                    else if (typeof message.deadline === "number")
                        object.deadline = options.longs === $String ? $String(message.deadline) : message.deadline;
                    else
                        object.deadline = options.longs === $String ? $util.Long.prototype.toString.call(message.deadline) : options.longs === $Number ? new $util.LongBits(message.deadline.low >>> 0, message.deadline.high >>> 0).toNumber(true) : message.deadline;
                return object;
            };

            /**
             * Converts this PermitRetirement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.PermitRetirement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PermitRetirement.prototype.toJSON = function() {
                return PermitRetirement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PermitRetirement
             * @function getTypeUrl
             * @memberof joulegate.v1.PermitRetirement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PermitRetirement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.PermitRetirement";
            };

            return PermitRetirement;
        })();

        v1.GuaranteeRetirement = (function() {

            /**
             * Properties of a GuaranteeRetirement.
             * @typedef {Object} joulegate.v1.GuaranteeRetirement.$Properties
             * @property {Uint8Array|null} [holder] GuaranteeRetirement holder
             * @property {Uint8Array|null} [guaranteeId] GuaranteeRetirement guaranteeId
             * @property {number|Long|null} [energyWh] GuaranteeRetirement energyWh
             * @property {Uint8Array|null} [beneficiary] GuaranteeRetirement beneficiary
             * @property {Uint8Array|null} [purposeHash] GuaranteeRetirement purposeHash
             * @property {number|Long|null} [nonce] GuaranteeRetirement nonce
             * @property {number|Long|null} [deadline] GuaranteeRetirement deadline
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GuaranteeRetirement.
             * @memberof joulegate.v1
             * @interface IGuaranteeRetirement
             * @augments joulegate.v1.GuaranteeRetirement.$Properties
             * @deprecated Use joulegate.v1.GuaranteeRetirement.$Properties instead.
             */

            /**
             * Shape of a GuaranteeRetirement.
             * @typedef {joulegate.v1.GuaranteeRetirement.$Properties} joulegate.v1.GuaranteeRetirement.$Shape
             */

            /**
             * Constructs a new GuaranteeRetirement.
             * @memberof joulegate.v1
             * @classdesc Represents a GuaranteeRetirement.
             * @constructor
             * @param {joulegate.v1.GuaranteeRetirement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GuaranteeRetirement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GuaranteeRetirement holder.
             * @member {Uint8Array} holder
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.holder = $util.newBuffer([]);

            /**
             * GuaranteeRetirement guaranteeId.
             * @member {Uint8Array} guaranteeId
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.guaranteeId = $util.newBuffer([]);

            /**
             * GuaranteeRetirement energyWh.
             * @member {number|Long} energyWh
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.energyWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * GuaranteeRetirement beneficiary.
             * @member {Uint8Array} beneficiary
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.beneficiary = $util.newBuffer([]);

            /**
             * GuaranteeRetirement purposeHash.
             * @member {Uint8Array} purposeHash
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.purposeHash = $util.newBuffer([]);

            /**
             * GuaranteeRetirement nonce.
             * @member {number|Long} nonce
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * GuaranteeRetirement deadline.
             * @member {number|Long} deadline
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             */
            GuaranteeRetirement.prototype.deadline = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new GuaranteeRetirement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {joulegate.v1.GuaranteeRetirement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.GuaranteeRetirement} GuaranteeRetirement instance
             * @type {{
             *   (properties: joulegate.v1.GuaranteeRetirement.$Shape): joulegate.v1.GuaranteeRetirement & joulegate.v1.GuaranteeRetirement.$Shape;
             *   (properties?: joulegate.v1.GuaranteeRetirement.$Properties): joulegate.v1.GuaranteeRetirement;
             * }}
             */
            GuaranteeRetirement.create = function(properties) {
                return new GuaranteeRetirement(properties);
            };

            /**
             * Encodes the specified GuaranteeRetirement message. Does not implicitly {@link joulegate.v1.GuaranteeRetirement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {joulegate.v1.GuaranteeRetirement.$Properties} message GuaranteeRetirement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GuaranteeRetirement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.holder != null && $Object.hasOwnProperty.call(message, "holder") && message.holder.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.holder);
                if (message.guaranteeId != null && $Object.hasOwnProperty.call(message, "guaranteeId") && message.guaranteeId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.guaranteeId);
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh") && (typeof message.energyWh === "object" ? message.energyWh.low || message.energyWh.high : message.energyWh !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.energyWh);
                if (message.beneficiary != null && $Object.hasOwnProperty.call(message, "beneficiary") && message.beneficiary.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.beneficiary);
                if (message.purposeHash != null && $Object.hasOwnProperty.call(message, "purposeHash") && message.purposeHash.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.purposeHash);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.nonce);
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline") && (typeof message.deadline === "object" ? message.deadline.low || message.deadline.high : message.deadline !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.deadline);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GuaranteeRetirement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.GuaranteeRetirement & joulegate.v1.GuaranteeRetirement.$Shape} GuaranteeRetirement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GuaranteeRetirement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.GuaranteeRetirement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.holder = value;
                            else
                                delete message.holder;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.guaranteeId = value;
                            else
                                delete message.guaranteeId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.energyWh = value;
                            else
                                delete message.energyWh;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.beneficiary = value;
                            else
                                delete message.beneficiary;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.purposeHash = value;
                            else
                                delete message.purposeHash;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deadline = value;
                            else
                                delete message.deadline;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a GuaranteeRetirement message.
             * @function verify
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            GuaranteeRetirement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.holder != null && $Object.hasOwnProperty.call(message, "holder"))
                    if (!(message.holder && typeof message.holder.length === "number" || $util.isString(message.holder)))
                        return "holder: buffer expected";
                if (message.guaranteeId != null && $Object.hasOwnProperty.call(message, "guaranteeId"))
                    if (!(message.guaranteeId && typeof message.guaranteeId.length === "number" || $util.isString(message.guaranteeId)))
                        return "guaranteeId: buffer expected";
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (!$util.isInteger(message.energyWh) && !(message.energyWh && $util.isInteger(message.energyWh.low) && $util.isInteger(message.energyWh.high)))
                        return "energyWh: integer|Long expected";
                if (message.beneficiary != null && $Object.hasOwnProperty.call(message, "beneficiary"))
                    if (!(message.beneficiary && typeof message.beneficiary.length === "number" || $util.isString(message.beneficiary)))
                        return "beneficiary: buffer expected";
                if (message.purposeHash != null && $Object.hasOwnProperty.call(message, "purposeHash"))
                    if (!(message.purposeHash && typeof message.purposeHash.length === "number" || $util.isString(message.purposeHash)))
                        return "purposeHash: buffer expected";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (!$util.isInteger(message.deadline) && !(message.deadline && $util.isInteger(message.deadline.low) && $util.isInteger(message.deadline.high)))
                        return "deadline: integer|Long expected";
                return null;
            };

            /**
             * Creates a GuaranteeRetirement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.GuaranteeRetirement} GuaranteeRetirement
             */
            GuaranteeRetirement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.GuaranteeRetirement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.GuaranteeRetirement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.GuaranteeRetirement();
                if (object.holder != null)
                    if (object.holder.length)
                        if (typeof object.holder === "string")
                            $util.base64.decode(object.holder, message.holder = $util.newBuffer($util.base64.length(object.holder)), 0);
                        else if (object.holder.length >= 0)
                            message.holder = object.holder;
                if (object.guaranteeId != null)
                    if (object.guaranteeId.length)
                        if (typeof object.guaranteeId === "string")
                            $util.base64.decode(object.guaranteeId, message.guaranteeId = $util.newBuffer($util.base64.length(object.guaranteeId)), 0);
                        else if (object.guaranteeId.length >= 0)
                            message.guaranteeId = object.guaranteeId;
                if (object.energyWh != null)
                    if (typeof object.energyWh === "object" ? object.energyWh.low || object.energyWh.high : $Number(object.energyWh) !== 0)
                        if ($util.Long)
                            message.energyWh = $util.Long.fromValue(object.energyWh, true);
                        else if (typeof object.energyWh === "string")
                            message.energyWh = $parseInt(object.energyWh, 10);
                        else if (typeof object.energyWh === "number")
                            message.energyWh = object.energyWh;
                        else if (typeof object.energyWh === "object")
                            message.energyWh = new $util.LongBits(object.energyWh.low >>> 0, object.energyWh.high >>> 0).toNumber(true);
                if (object.beneficiary != null)
                    if (object.beneficiary.length)
                        if (typeof object.beneficiary === "string")
                            $util.base64.decode(object.beneficiary, message.beneficiary = $util.newBuffer($util.base64.length(object.beneficiary)), 0);
                        else if (object.beneficiary.length >= 0)
                            message.beneficiary = object.beneficiary;
                if (object.purposeHash != null)
                    if (object.purposeHash.length)
                        if (typeof object.purposeHash === "string")
                            $util.base64.decode(object.purposeHash, message.purposeHash = $util.newBuffer($util.base64.length(object.purposeHash)), 0);
                        else if (object.purposeHash.length >= 0)
                            message.purposeHash = object.purposeHash;
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.deadline != null)
                    if (typeof object.deadline === "object" ? object.deadline.low || object.deadline.high : $Number(object.deadline) !== 0)
                        if ($util.Long)
                            message.deadline = $util.Long.fromValue(object.deadline, true);
                        else if (typeof object.deadline === "string")
                            message.deadline = $parseInt(object.deadline, 10);
                        else if (typeof object.deadline === "number")
                            message.deadline = object.deadline;
                        else if (typeof object.deadline === "object")
                            message.deadline = new $util.LongBits(object.deadline.low >>> 0, object.deadline.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a GuaranteeRetirement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {joulegate.v1.GuaranteeRetirement} message GuaranteeRetirement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GuaranteeRetirement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.holder = "";
                    else {
                        object.holder = [];
                        if (options.bytes !== $Array)
                            object.holder = $util.newBuffer(object.holder);
                    }
                    if (options.bytes === $String)
                        object.guaranteeId = "";
                    else {
                        object.guaranteeId = [];
                        if (options.bytes !== $Array)
                            object.guaranteeId = $util.newBuffer(object.guaranteeId);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.energyWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.energyWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.beneficiary = "";
                    else {
                        object.beneficiary = [];
                        if (options.bytes !== $Array)
                            object.beneficiary = $util.newBuffer(object.beneficiary);
                    }
                    if (options.bytes === $String)
                        object.purposeHash = "";
                    else {
                        object.purposeHash = [];
                        if (options.bytes !== $Array)
                            object.purposeHash = $util.newBuffer(object.purposeHash);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.deadline = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.deadline = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.holder != null && $Object.hasOwnProperty.call(message, "holder"))
                    object.holder = options.bytes === $String ? $util.base64.encode(message.holder, 0, message.holder.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.holder) : message.holder;
                if (message.guaranteeId != null && $Object.hasOwnProperty.call(message, "guaranteeId"))
                    object.guaranteeId = options.bytes === $String ? $util.base64.encode(message.guaranteeId, 0, message.guaranteeId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.guaranteeId) : message.guaranteeId;
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.energyWh = typeof message.energyWh === "number" ? $BigInt(message.energyWh) : $util.Long.fromBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0, true).toBigInt();
                    else if (typeof message.energyWh === "number")
                        object.energyWh = options.longs === $String ? $String(message.energyWh) : message.energyWh;
                    else
                        object.energyWh = options.longs === $String ? $util.Long.prototype.toString.call(message.energyWh) : options.longs === $Number ? new $util.LongBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0).toNumber(true) : message.energyWh;
                if (message.beneficiary != null && $Object.hasOwnProperty.call(message, "beneficiary"))
                    object.beneficiary = options.bytes === $String ? $util.base64.encode(message.beneficiary, 0, message.beneficiary.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.beneficiary) : message.beneficiary;
                if (message.purposeHash != null && $Object.hasOwnProperty.call(message, "purposeHash"))
                    object.purposeHash = options.bytes === $String ? $util.base64.encode(message.purposeHash, 0, message.purposeHash.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.purposeHash) : message.purposeHash;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.deadline != null && $Object.hasOwnProperty.call(message, "deadline"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.deadline = typeof message.deadline === "number" ? $BigInt(message.deadline) : $util.Long.fromBits(message.deadline.low >>> 0, message.deadline.high >>> 0, true).toBigInt();
                    else if (typeof message.deadline === "number")
                        object.deadline = options.longs === $String ? $String(message.deadline) : message.deadline;
                    else
                        object.deadline = options.longs === $String ? $util.Long.prototype.toString.call(message.deadline) : options.longs === $Number ? new $util.LongBits(message.deadline.low >>> 0, message.deadline.high >>> 0).toNumber(true) : message.deadline;
                return object;
            };

            /**
             * Converts this GuaranteeRetirement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.GuaranteeRetirement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GuaranteeRetirement.prototype.toJSON = function() {
                return GuaranteeRetirement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for GuaranteeRetirement
             * @function getTypeUrl
             * @memberof joulegate.v1.GuaranteeRetirement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            GuaranteeRetirement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.GuaranteeRetirement";
            };

            return GuaranteeRetirement;
        })();

        v1.ReadingBatch = (function() {

            /**
             * Properties of a ReadingBatch.
             * @typedef {Object} joulegate.v1.ReadingBatch.$Properties
             * @property {Uint8Array|null} [meter] ReadingBatch meter
             * @property {number|Long|null} [firstCounter] ReadingBatch firstCounter
             * @property {number|null} [count] ReadingBatch count
             * @property {Uint8Array|null} [root] ReadingBatch root
             * @property {Uint8Array|null} [closing] ReadingBatch closing
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReadingBatch.
             * @memberof joulegate.v1
             * @interface IReadingBatch
             * @augments joulegate.v1.ReadingBatch.$Properties
             * @deprecated Use joulegate.v1.ReadingBatch.$Properties instead.
             */

            /**
             * Shape of a ReadingBatch.
             * @typedef {joulegate.v1.ReadingBatch.$Properties} joulegate.v1.ReadingBatch.$Shape
             */

            /**
             * Constructs a new ReadingBatch.
             * @memberof joulegate.v1
             * @classdesc Represents a ReadingBatch.
             * @constructor
             * @param {joulegate.v1.ReadingBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReadingBatch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReadingBatch meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             */
            ReadingBatch.prototype.meter = $util.newBuffer([]);

            /**
             * ReadingBatch firstCounter.
             * @member {number|Long} firstCounter
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             */
            ReadingBatch.prototype.firstCounter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReadingBatch count.
             * @member {number} count
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             */
            ReadingBatch.prototype.count = 0;

            /**
             * ReadingBatch root.
             * @member {Uint8Array} root
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             */
            ReadingBatch.prototype.root = $util.newBuffer([]);

            /**
             * ReadingBatch closing.
             * @member {Uint8Array} closing
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             */
            ReadingBatch.prototype.closing = $util.newBuffer([]);

            /**
             * Creates a new ReadingBatch instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {joulegate.v1.ReadingBatch.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.ReadingBatch} ReadingBatch instance
             * @type {{
             *   (properties: joulegate.v1.ReadingBatch.$Shape): joulegate.v1.ReadingBatch & joulegate.v1.ReadingBatch.$Shape;
             *   (properties?: joulegate.v1.ReadingBatch.$Properties): joulegate.v1.ReadingBatch;
             * }}
             */
            ReadingBatch.create = function(properties) {
                return new ReadingBatch(properties);
            };

            /**
             * Encodes the specified ReadingBatch message. Does not implicitly {@link joulegate.v1.ReadingBatch.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {joulegate.v1.ReadingBatch.$Properties} message ReadingBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReadingBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.firstCounter != null && $Object.hasOwnProperty.call(message, "firstCounter") && (typeof message.firstCounter === "object" ? message.firstCounter.low || message.firstCounter.high : message.firstCounter !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.firstCounter);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.count);
                if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.root);
                if (message.closing != null && $Object.hasOwnProperty.call(message, "closing") && message.closing.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.closing);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ReadingBatch message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.ReadingBatch & joulegate.v1.ReadingBatch.$Shape} ReadingBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReadingBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.ReadingBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstCounter = value;
                            else
                                delete message.firstCounter;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.root = value;
                            else
                                delete message.root;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.closing = value;
                            else
                                delete message.closing;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a ReadingBatch message.
             * @function verify
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ReadingBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.firstCounter != null && $Object.hasOwnProperty.call(message, "firstCounter"))
                    if (!$util.isInteger(message.firstCounter) && !(message.firstCounter && $util.isInteger(message.firstCounter.low) && $util.isInteger(message.firstCounter.high)))
                        return "firstCounter: integer|Long expected";
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    if (!$util.isInteger(message.count))
                        return "count: integer expected";
                if (message.root != null && $Object.hasOwnProperty.call(message, "root"))
                    if (!(message.root && typeof message.root.length === "number" || $util.isString(message.root)))
                        return "root: buffer expected";
                if (message.closing != null && $Object.hasOwnProperty.call(message, "closing"))
                    if (!(message.closing && typeof message.closing.length === "number" || $util.isString(message.closing)))
                        return "closing: buffer expected";
                return null;
            };

            /**
             * Creates a ReadingBatch message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.ReadingBatch} ReadingBatch
             */
            ReadingBatch.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.ReadingBatch)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.ReadingBatch: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.ReadingBatch();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.firstCounter != null)
                    if (typeof object.firstCounter === "object" ? object.firstCounter.low || object.firstCounter.high : $Number(object.firstCounter) !== 0)
                        if ($util.Long)
                            message.firstCounter = $util.Long.fromValue(object.firstCounter, true);
                        else if (typeof object.firstCounter === "string")
                            message.firstCounter = $parseInt(object.firstCounter, 10);
                        else if (typeof object.firstCounter === "number")
                            message.firstCounter = object.firstCounter;
                        else if (typeof object.firstCounter === "object")
                            message.firstCounter = new $util.LongBits(object.firstCounter.low >>> 0, object.firstCounter.high >>> 0).toNumber(true);
                if (object.count != null)
                    if ($Number(object.count) !== 0)
                        message.count = object.count >>> 0;
                if (object.root != null)
                    if (object.root.length)
                        if (typeof object.root === "string")
                            $util.base64.decode(object.root, message.root = $util.newBuffer($util.base64.length(object.root)), 0);
                        else if (object.root.length >= 0)
                            message.root = object.root;
                if (object.closing != null)
                    if (object.closing.length)
                        if (typeof object.closing === "string")
                            $util.base64.decode(object.closing, message.closing = $util.newBuffer($util.base64.length(object.closing)), 0);
                        else if (object.closing.length >= 0)
                            message.closing = object.closing;
                return message;
            };

            /**
             * Creates a plain object from a ReadingBatch message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {joulegate.v1.ReadingBatch} message ReadingBatch
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReadingBatch.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.firstCounter = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.firstCounter = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.count = 0;
                    if (options.bytes === $String)
                        object.root = "";
                    else {
                        object.root = [];
                        if (options.bytes !== $Array)
                            object.root = $util.newBuffer(object.root);
                    }
                    if (options.bytes === $String)
                        object.closing = "";
                    else {
                        object.closing = [];
                        if (options.bytes !== $Array)
                            object.closing = $util.newBuffer(object.closing);
                    }
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.firstCounter != null && $Object.hasOwnProperty.call(message, "firstCounter"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.firstCounter = typeof message.firstCounter === "number" ? $BigInt(message.firstCounter) : $util.Long.fromBits(message.firstCounter.low >>> 0, message.firstCounter.high >>> 0, true).toBigInt();
                    else if (typeof message.firstCounter === "number")
                        object.firstCounter = options.longs === $String ? $String(message.firstCounter) : message.firstCounter;
                    else
                        object.firstCounter = options.longs === $String ? $util.Long.prototype.toString.call(message.firstCounter) : options.longs === $Number ? new $util.LongBits(message.firstCounter.low >>> 0, message.firstCounter.high >>> 0).toNumber(true) : message.firstCounter;
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    object.count = message.count;
                if (message.root != null && $Object.hasOwnProperty.call(message, "root"))
                    object.root = options.bytes === $String ? $util.base64.encode(message.root, 0, message.root.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.root) : message.root;
                if (message.closing != null && $Object.hasOwnProperty.call(message, "closing"))
                    object.closing = options.bytes === $String ? $util.base64.encode(message.closing, 0, message.closing.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.closing) : message.closing;
                return object;
            };

            /**
             * Converts this ReadingBatch to JSON.
             * @function toJSON
             * @memberof joulegate.v1.ReadingBatch
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReadingBatch.prototype.toJSON = function() {
                return ReadingBatch.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ReadingBatch
             * @function getTypeUrl
             * @memberof joulegate.v1.ReadingBatch
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ReadingBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.ReadingBatch";
            };

            return ReadingBatch;
        })();

        v1.Match = (function() {

            /**
             * Properties of a Match.
             * @typedef {Object} joulegate.v1.Match.$Properties
             * @property {Uint8Array|null} [sellOrderId] Match sellOrderId
             * @property {Uint8Array|null} [buyOrderId] Match buyOrderId
             * @property {number|Long|null} [energyWh] Match energyWh
             * @property {number|Long|null} [priceMicroPerKwh] Match priceMicroPerKwh
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Match.
             * @memberof joulegate.v1
             * @interface IMatch
             * @augments joulegate.v1.Match.$Properties
             * @deprecated Use joulegate.v1.Match.$Properties instead.
             */

            /**
             * Shape of a Match.
             * @typedef {joulegate.v1.Match.$Properties} joulegate.v1.Match.$Shape
             */

            /**
             * Constructs a new Match.
             * @memberof joulegate.v1
             * @classdesc Represents a Match.
             * @constructor
             * @param {joulegate.v1.Match.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Match = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Match sellOrderId.
             * @member {Uint8Array} sellOrderId
             * @memberof joulegate.v1.Match
             * @instance
             */
            Match.prototype.sellOrderId = $util.newBuffer([]);

            /**
             * Match buyOrderId.
             * @member {Uint8Array} buyOrderId
             * @memberof joulegate.v1.Match
             * @instance
             */
            Match.prototype.buyOrderId = $util.newBuffer([]);

            /**
             * Match energyWh.
             * @member {number|Long} energyWh
             * @memberof joulegate.v1.Match
             * @instance
             */
            Match.prototype.energyWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Match priceMicroPerKwh.
             * @member {number|Long} priceMicroPerKwh
             * @memberof joulegate.v1.Match
             * @instance
             */
            Match.prototype.priceMicroPerKwh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Match instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Match
             * @static
             * @param {joulegate.v1.Match.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Match} Match instance
             * @type {{
             *   (properties: joulegate.v1.Match.$Shape): joulegate.v1.Match & joulegate.v1.Match.$Shape;
             *   (properties?: joulegate.v1.Match.$Properties): joulegate.v1.Match;
             * }}
             */
            Match.create = function(properties) {
                return new Match(properties);
            };

            /**
             * Encodes the specified Match message. Does not implicitly {@link joulegate.v1.Match.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Match
             * @static
             * @param {joulegate.v1.Match.$Properties} message Match message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Match.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sellOrderId != null && $Object.hasOwnProperty.call(message, "sellOrderId") && message.sellOrderId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.sellOrderId);
                if (message.buyOrderId != null && $Object.hasOwnProperty.call(message, "buyOrderId") && message.buyOrderId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.buyOrderId);
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh") && (typeof message.energyWh === "object" ? message.energyWh.low || message.energyWh.high : message.energyWh !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.energyWh);
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh") && (typeof message.priceMicroPerKwh === "object" ? message.priceMicroPerKwh.low || message.priceMicroPerKwh.high : message.priceMicroPerKwh !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.priceMicroPerKwh);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Match message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Match
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Match & joulegate.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Match.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Match();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sellOrderId = value;
                            else
                                delete message.sellOrderId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.buyOrderId = value;
                            else
                                delete message.buyOrderId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.energyWh = value;
                            else
                                delete message.energyWh;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.priceMicroPerKwh = value;
                            else
                                delete message.priceMicroPerKwh;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Match message.
             * @function verify
             * @memberof joulegate.v1.Match
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Match.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sellOrderId != null && $Object.hasOwnProperty.call(message, "sellOrderId"))
                    if (!(message.sellOrderId && typeof message.sellOrderId.length === "number" || $util.isString(message.sellOrderId)))
                        return "sellOrderId: buffer expected";
                if (message.buyOrderId != null && $Object.hasOwnProperty.call(message, "buyOrderId"))
                    if (!(message.buyOrderId && typeof message.buyOrderId.length === "number" || $util.isString(message.buyOrderId)))
                        return "buyOrderId: buffer expected";
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (!$util.isInteger(message.energyWh) && !(message.energyWh && $util.isInteger(message.energyWh.low) && $util.isInteger(message.energyWh.high)))
                        return "energyWh: integer|Long expected";
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (!$util.isInteger(message.priceMicroPerKwh) && !(message.priceMicroPerKwh && $util.isInteger(message.priceMicroPerKwh.low) && $util.isInteger(message.priceMicroPerKwh.high)))
                        return "priceMicroPerKwh: integer|Long expected";
                return null;
            };

            /**
             * Creates a Match message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Match
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Match} Match
             */
            Match.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Match)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Match: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Match();
                if (object.sellOrderId != null)
                    if (object.sellOrderId.length)
                        if (typeof object.sellOrderId === "string")
                            $util.base64.decode(object.sellOrderId, message.sellOrderId = $util.newBuffer($util.base64.length(object.sellOrderId)), 0);
                        else if (object.sellOrderId.length >= 0)
                            message.sellOrderId = object.sellOrderId;
                if (object.buyOrderId != null)
                    if (object.buyOrderId.length)
                        if (typeof object.buyOrderId === "string")
                            $util.base64.decode(object.buyOrderId, message.buyOrderId = $util.newBuffer($util.base64.length(object.buyOrderId)), 0);
                        else if (object.buyOrderId.length >= 0)
                            message.buyOrderId = object.buyOrderId;
                if (object.energyWh != null)
                    if (typeof object.energyWh === "object" ? object.energyWh.low || object.energyWh.high : $Number(object.energyWh) !== 0)
                        if ($util.Long)
                            message.energyWh = $util.Long.fromValue(object.energyWh, true);
                        else if (typeof object.energyWh === "string")
                            message.energyWh = $parseInt(object.energyWh, 10);
                        else if (typeof object.energyWh === "number")
                            message.energyWh = object.energyWh;
                        else if (typeof object.energyWh === "object")
                            message.energyWh = new $util.LongBits(object.energyWh.low >>> 0, object.energyWh.high >>> 0).toNumber(true);
                if (object.priceMicroPerKwh != null)
                    if (typeof object.priceMicroPerKwh === "object" ? object.priceMicroPerKwh.low || object.priceMicroPerKwh.high : $Number(object.priceMicroPerKwh) !== 0)
                        if ($util.Long)
                            message.priceMicroPerKwh = $util.Long.fromValue(object.priceMicroPerKwh, true);
                        else if (typeof object.priceMicroPerKwh === "string")
                            message.priceMicroPerKwh = $parseInt(object.priceMicroPerKwh, 10);
                        else if (typeof object.priceMicroPerKwh === "number")
                            message.priceMicroPerKwh = object.priceMicroPerKwh;
                        else if (typeof object.priceMicroPerKwh === "object")
                            message.priceMicroPerKwh = new $util.LongBits(object.priceMicroPerKwh.low >>> 0, object.priceMicroPerKwh.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Match message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Match
             * @static
             * @param {joulegate.v1.Match} message Match
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Match.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.sellOrderId = "";
                    else {
                        object.sellOrderId = [];
                        if (options.bytes !== $Array)
                            object.sellOrderId = $util.newBuffer(object.sellOrderId);
                    }
                    if (options.bytes === $String)
                        object.buyOrderId = "";
                    else {
                        object.buyOrderId = [];
                        if (options.bytes !== $Array)
                            object.buyOrderId = $util.newBuffer(object.buyOrderId);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.energyWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.energyWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.priceMicroPerKwh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.priceMicroPerKwh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.sellOrderId != null && $Object.hasOwnProperty.call(message, "sellOrderId"))
                    object.sellOrderId = options.bytes === $String ? $util.base64.encode(message.sellOrderId, 0, message.sellOrderId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.sellOrderId) : message.sellOrderId;
                if (message.buyOrderId != null && $Object.hasOwnProperty.call(message, "buyOrderId"))
                    object.buyOrderId = options.bytes === $String ? $util.base64.encode(message.buyOrderId, 0, message.buyOrderId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.buyOrderId) : message.buyOrderId;
                if (message.energyWh != null && $Object.hasOwnProperty.call(message, "energyWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.energyWh = typeof message.energyWh === "number" ? $BigInt(message.energyWh) : $util.Long.fromBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0, true).toBigInt();
                    else if (typeof message.energyWh === "number")
                        object.energyWh = options.longs === $String ? $String(message.energyWh) : message.energyWh;
                    else
                        object.energyWh = options.longs === $String ? $util.Long.prototype.toString.call(message.energyWh) : options.longs === $Number ? new $util.LongBits(message.energyWh.low >>> 0, message.energyWh.high >>> 0).toNumber(true) : message.energyWh;
                if (message.priceMicroPerKwh != null && $Object.hasOwnProperty.call(message, "priceMicroPerKwh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.priceMicroPerKwh = typeof message.priceMicroPerKwh === "number" ? $BigInt(message.priceMicroPerKwh) : $util.Long.fromBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0, true).toBigInt();
                    else if (typeof message.priceMicroPerKwh === "number")
                        object.priceMicroPerKwh = options.longs === $String ? $String(message.priceMicroPerKwh) : message.priceMicroPerKwh;
                    else
                        object.priceMicroPerKwh = options.longs === $String ? $util.Long.prototype.toString.call(message.priceMicroPerKwh) : options.longs === $Number ? new $util.LongBits(message.priceMicroPerKwh.low >>> 0, message.priceMicroPerKwh.high >>> 0).toNumber(true) : message.priceMicroPerKwh;
                return object;
            };

            /**
             * Converts this Match to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Match
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Match.prototype.toJSON = function() {
                return Match.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Match
             * @function getTypeUrl
             * @memberof joulegate.v1.Match
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Match.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Match";
            };

            return Match;
        })();

        v1.Settlement = (function() {

            /**
             * Properties of a Settlement.
             * @typedef {Object} joulegate.v1.Settlement.$Properties
             * @property {Uint8Array|null} [tradeId] Settlement tradeId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Settlement.
             * @memberof joulegate.v1
             * @interface ISettlement
             * @augments joulegate.v1.Settlement.$Properties
             * @deprecated Use joulegate.v1.Settlement.$Properties instead.
             */

            /**
             * Shape of a Settlement.
             * @typedef {joulegate.v1.Settlement.$Properties} joulegate.v1.Settlement.$Shape
             */

            /**
             * Constructs a new Settlement.
             * @memberof joulegate.v1
             * @classdesc Represents a Settlement.
             * @constructor
             * @param {joulegate.v1.Settlement.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Settlement = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Settlement tradeId.
             * @member {Uint8Array} tradeId
             * @memberof joulegate.v1.Settlement
             * @instance
             */
            Settlement.prototype.tradeId = $util.newBuffer([]);

            /**
             * Creates a new Settlement instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {joulegate.v1.Settlement.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Settlement} Settlement instance
             * @type {{
             *   (properties: joulegate.v1.Settlement.$Shape): joulegate.v1.Settlement & joulegate.v1.Settlement.$Shape;
             *   (properties?: joulegate.v1.Settlement.$Properties): joulegate.v1.Settlement;
             * }}
             */
            Settlement.create = function(properties) {
                return new Settlement(properties);
            };

            /**
             * Encodes the specified Settlement message. Does not implicitly {@link joulegate.v1.Settlement.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {joulegate.v1.Settlement.$Properties} message Settlement message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Settlement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tradeId != null && $Object.hasOwnProperty.call(message, "tradeId") && message.tradeId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.tradeId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Settlement message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Settlement & joulegate.v1.Settlement.$Shape} Settlement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Settlement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Settlement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tradeId = value;
                            else
                                delete message.tradeId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Settlement message.
             * @function verify
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Settlement.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.tradeId != null && $Object.hasOwnProperty.call(message, "tradeId"))
                    if (!(message.tradeId && typeof message.tradeId.length === "number" || $util.isString(message.tradeId)))
                        return "tradeId: buffer expected";
                return null;
            };

            /**
             * Creates a Settlement message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Settlement} Settlement
             */
            Settlement.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Settlement)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Settlement: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Settlement();
                if (object.tradeId != null)
                    if (object.tradeId.length)
                        if (typeof object.tradeId === "string")
                            $util.base64.decode(object.tradeId, message.tradeId = $util.newBuffer($util.base64.length(object.tradeId)), 0);
                        else if (object.tradeId.length >= 0)
                            message.tradeId = object.tradeId;
                return message;
            };

            /**
             * Creates a plain object from a Settlement message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {joulegate.v1.Settlement} message Settlement
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Settlement.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.tradeId = "";
                    else {
                        object.tradeId = [];
                        if (options.bytes !== $Array)
                            object.tradeId = $util.newBuffer(object.tradeId);
                    }
                if (message.tradeId != null && $Object.hasOwnProperty.call(message, "tradeId"))
                    object.tradeId = options.bytes === $String ? $util.base64.encode(message.tradeId, 0, message.tradeId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.tradeId) : message.tradeId;
                return object;
            };

            /**
             * Converts this Settlement to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Settlement
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Settlement.prototype.toJSON = function() {
                return Settlement.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Settlement
             * @function getTypeUrl
             * @memberof joulegate.v1.Settlement
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Settlement.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Settlement";
            };

            return Settlement;
        })();

        v1.StorageState = (function() {

            /**
             * Properties of a StorageState.
             * @typedef {Object} joulegate.v1.StorageState.$Properties
             * @property {Uint8Array|null} [meter] StorageState meter
             * @property {number|Long|null} [time] StorageState time
             * @property {number|Long|null} [storedWh] StorageState storedWh
             * @property {number|Long|null} [usableWh] StorageState usableWh
             * @property {number|null} [powerW] StorageState powerW
             * @property {number|null} [maxChargeW] StorageState maxChargeW
             * @property {number|null} [maxDischargeW] StorageState maxDischargeW
             * @property {Uint8Array|null} [salt] StorageState salt
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StorageState.
             * @memberof joulegate.v1
             * @interface IStorageState
             * @augments joulegate.v1.StorageState.$Properties
             * @deprecated Use joulegate.v1.StorageState.$Properties instead.
             */

            /**
             * Shape of a StorageState.
             * @typedef {joulegate.v1.StorageState.$Properties} joulegate.v1.StorageState.$Shape
             */

            /**
             * Constructs a new StorageState.
             * @memberof joulegate.v1
             * @classdesc Represents a StorageState.
             * @constructor
             * @param {joulegate.v1.StorageState.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StorageState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StorageState meter.
             * @member {Uint8Array} meter
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.meter = $util.newBuffer([]);

            /**
             * StorageState time.
             * @member {number|Long} time
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.time = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StorageState storedWh.
             * @member {number|Long} storedWh
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.storedWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StorageState usableWh.
             * @member {number|Long} usableWh
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.usableWh = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StorageState powerW.
             * @member {number} powerW
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.powerW = 0;

            /**
             * StorageState maxChargeW.
             * @member {number} maxChargeW
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.maxChargeW = 0;

            /**
             * StorageState maxDischargeW.
             * @member {number} maxDischargeW
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.maxDischargeW = 0;

            /**
             * StorageState salt.
             * @member {Uint8Array} salt
             * @memberof joulegate.v1.StorageState
             * @instance
             */
            StorageState.prototype.salt = $util.newBuffer([]);

            /**
             * Creates a new StorageState instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {joulegate.v1.StorageState.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.StorageState} StorageState instance
             * @type {{
             *   (properties: joulegate.v1.StorageState.$Shape): joulegate.v1.StorageState & joulegate.v1.StorageState.$Shape;
             *   (properties?: joulegate.v1.StorageState.$Properties): joulegate.v1.StorageState;
             * }}
             */
            StorageState.create = function(properties) {
                return new StorageState(properties);
            };

            /**
             * Encodes the specified StorageState message. Does not implicitly {@link joulegate.v1.StorageState.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {joulegate.v1.StorageState.$Properties} message StorageState message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StorageState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter") && message.meter.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meter);
                if (message.time != null && $Object.hasOwnProperty.call(message, "time") && (typeof message.time === "object" ? message.time.low || message.time.high : message.time !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.time);
                if (message.storedWh != null && $Object.hasOwnProperty.call(message, "storedWh") && (typeof message.storedWh === "object" ? message.storedWh.low || message.storedWh.high : message.storedWh !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.storedWh);
                if (message.usableWh != null && $Object.hasOwnProperty.call(message, "usableWh") && (typeof message.usableWh === "object" ? message.usableWh.low || message.usableWh.high : message.usableWh !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.usableWh);
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW") && message.powerW !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).sint32(message.powerW);
                if (message.maxChargeW != null && $Object.hasOwnProperty.call(message, "maxChargeW") && message.maxChargeW !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.maxChargeW);
                if (message.maxDischargeW != null && $Object.hasOwnProperty.call(message, "maxDischargeW") && message.maxDischargeW !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.maxDischargeW);
                if (message.salt != null && $Object.hasOwnProperty.call(message, "salt") && message.salt.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.salt);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StorageState message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.StorageState & joulegate.v1.StorageState.$Shape} StorageState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StorageState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.StorageState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.meter = value;
                            else
                                delete message.meter;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.time = value;
                            else
                                delete message.time;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.storedWh = value;
                            else
                                delete message.storedWh;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.usableWh = value;
                            else
                                delete message.usableWh;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.powerW = value;
                            else
                                delete message.powerW;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxChargeW = value;
                            else
                                delete message.maxChargeW;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxDischargeW = value;
                            else
                                delete message.maxDischargeW;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.salt = value;
                            else
                                delete message.salt;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a StorageState message.
             * @function verify
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            StorageState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    if (!(message.meter && typeof message.meter.length === "number" || $util.isString(message.meter)))
                        return "meter: buffer expected";
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    if (!$util.isInteger(message.time) && !(message.time && $util.isInteger(message.time.low) && $util.isInteger(message.time.high)))
                        return "time: integer|Long expected";
                if (message.storedWh != null && $Object.hasOwnProperty.call(message, "storedWh"))
                    if (!$util.isInteger(message.storedWh) && !(message.storedWh && $util.isInteger(message.storedWh.low) && $util.isInteger(message.storedWh.high)))
                        return "storedWh: integer|Long expected";
                if (message.usableWh != null && $Object.hasOwnProperty.call(message, "usableWh"))
                    if (!$util.isInteger(message.usableWh) && !(message.usableWh && $util.isInteger(message.usableWh.low) && $util.isInteger(message.usableWh.high)))
                        return "usableWh: integer|Long expected";
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW"))
                    if (!$util.isInteger(message.powerW))
                        return "powerW: integer expected";
                if (message.maxChargeW != null && $Object.hasOwnProperty.call(message, "maxChargeW"))
                    if (!$util.isInteger(message.maxChargeW))
                        return "maxChargeW: integer expected";
                if (message.maxDischargeW != null && $Object.hasOwnProperty.call(message, "maxDischargeW"))
                    if (!$util.isInteger(message.maxDischargeW))
                        return "maxDischargeW: integer expected";
                if (message.salt != null && $Object.hasOwnProperty.call(message, "salt"))
                    if (!(message.salt && typeof message.salt.length === "number" || $util.isString(message.salt)))
                        return "salt: buffer expected";
                return null;
            };

            /**
             * Creates a StorageState message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.StorageState} StorageState
             */
            StorageState.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.StorageState)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.StorageState: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.StorageState();
                if (object.meter != null)
                    if (object.meter.length)
                        if (typeof object.meter === "string")
                            $util.base64.decode(object.meter, message.meter = $util.newBuffer($util.base64.length(object.meter)), 0);
                        else if (object.meter.length >= 0)
                            message.meter = object.meter;
                if (object.time != null)
                    if (typeof object.time === "object" ? object.time.low || object.time.high : $Number(object.time) !== 0)
                        if ($util.Long)
                            message.time = $util.Long.fromValue(object.time, true);
                        else if (typeof object.time === "string")
                            message.time = $parseInt(object.time, 10);
                        else if (typeof object.time === "number")
                            message.time = object.time;
                        else if (typeof object.time === "object")
                            message.time = new $util.LongBits(object.time.low >>> 0, object.time.high >>> 0).toNumber(true);
                if (object.storedWh != null)
                    if (typeof object.storedWh === "object" ? object.storedWh.low || object.storedWh.high : $Number(object.storedWh) !== 0)
                        if ($util.Long)
                            message.storedWh = $util.Long.fromValue(object.storedWh, true);
                        else if (typeof object.storedWh === "string")
                            message.storedWh = $parseInt(object.storedWh, 10);
                        else if (typeof object.storedWh === "number")
                            message.storedWh = object.storedWh;
                        else if (typeof object.storedWh === "object")
                            message.storedWh = new $util.LongBits(object.storedWh.low >>> 0, object.storedWh.high >>> 0).toNumber(true);
                if (object.usableWh != null)
                    if (typeof object.usableWh === "object" ? object.usableWh.low || object.usableWh.high : $Number(object.usableWh) !== 0)
                        if ($util.Long)
                            message.usableWh = $util.Long.fromValue(object.usableWh, true);
                        else if (typeof object.usableWh === "string")
                            message.usableWh = $parseInt(object.usableWh, 10);
                        else if (typeof object.usableWh === "number")
                            message.usableWh = object.usableWh;
                        else if (typeof object.usableWh === "object")
                            message.usableWh = new $util.LongBits(object.usableWh.low >>> 0, object.usableWh.high >>> 0).toNumber(true);
                if (object.powerW != null)
                    if ($Number(object.powerW) !== 0)
                        message.powerW = object.powerW | 0;
                if (object.maxChargeW != null)
                    if ($Number(object.maxChargeW) !== 0)
                        message.maxChargeW = object.maxChargeW >>> 0;
                if (object.maxDischargeW != null)
                    if ($Number(object.maxDischargeW) !== 0)
                        message.maxDischargeW = object.maxDischargeW >>> 0;
                if (object.salt != null)
                    if (object.salt.length)
                        if (typeof object.salt === "string")
                            $util.base64.decode(object.salt, message.salt = $util.newBuffer($util.base64.length(object.salt)), 0);
                        else if (object.salt.length >= 0)
                            message.salt = object.salt;
                return message;
            };

            /**
             * Creates a plain object from a StorageState message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {joulegate.v1.StorageState} message StorageState
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StorageState.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.meter = "";
                    else {
                        object.meter = [];
                        if (options.bytes !== $Array)
                            object.meter = $util.newBuffer(object.meter);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.time = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.time = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.storedWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.storedWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.usableWh = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.usableWh = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.powerW = 0;
                    object.maxChargeW = 0;
                    object.maxDischargeW = 0;
                    if (options.bytes === $String)
                        object.salt = "";
                    else {
                        object.salt = [];
                        if (options.bytes !== $Array)
                            object.salt = $util.newBuffer(object.salt);
                    }
                }
                if (message.meter != null && $Object.hasOwnProperty.call(message, "meter"))
                    object.meter = options.bytes === $String ? $util.base64.encode(message.meter, 0, message.meter.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.meter) : message.meter;
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.time = typeof message.time === "number" ? $BigInt(message.time) : $util.Long.fromBits(message.time.low >>> 0, message.time.high >>> 0, true).toBigInt();
                    else if (typeof message.time === "number")
                        object.time = options.longs === $String ? $String(message.time) : message.time;
                    else
                        object.time = options.longs === $String ? $util.Long.prototype.toString.call(message.time) : options.longs === $Number ? new $util.LongBits(message.time.low >>> 0, message.time.high >>> 0).toNumber(true) : message.time;
                if (message.storedWh != null && $Object.hasOwnProperty.call(message, "storedWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.storedWh = typeof message.storedWh === "number" ? $BigInt(message.storedWh) : $util.Long.fromBits(message.storedWh.low >>> 0, message.storedWh.high >>> 0, true).toBigInt();
                    else if (typeof message.storedWh === "number")
                        object.storedWh = options.longs === $String ? $String(message.storedWh) : message.storedWh;
                    else
                        object.storedWh = options.longs === $String ? $util.Long.prototype.toString.call(message.storedWh) : options.longs === $Number ? new $util.LongBits(message.storedWh.low >>> 0, message.storedWh.high >>> 0).toNumber(true) : message.storedWh;
                if (message.usableWh != null && $Object.hasOwnProperty.call(message, "usableWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.usableWh = typeof message.usableWh === "number" ? $BigInt(message.usableWh) : $util.Long.fromBits(message.usableWh.low >>> 0, message.usableWh.high >>> 0, true).toBigInt();
                    else if (typeof message.usableWh === "number")
                        object.usableWh = options.longs === $String ? $String(message.usableWh) : message.usableWh;
                    else
                        object.usableWh = options.longs === $String ? $util.Long.prototype.toString.call(message.usableWh) : options.longs === $Number ? new $util.LongBits(message.usableWh.low >>> 0, message.usableWh.high >>> 0).toNumber(true) : message.usableWh;
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW"))
                    object.powerW = message.powerW;
                if (message.maxChargeW != null && $Object.hasOwnProperty.call(message, "maxChargeW"))
                    object.maxChargeW = message.maxChargeW;
                if (message.maxDischargeW != null && $Object.hasOwnProperty.call(message, "maxDischargeW"))
                    object.maxDischargeW = message.maxDischargeW;
                if (message.salt != null && $Object.hasOwnProperty.call(message, "salt"))
                    object.salt = options.bytes === $String ? $util.base64.encode(message.salt, 0, message.salt.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.salt) : message.salt;
                return object;
            };

            /**
             * Converts this StorageState to JSON.
             * @function toJSON
             * @memberof joulegate.v1.StorageState
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StorageState.prototype.toJSON = function() {
                return StorageState.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for StorageState
             * @function getTypeUrl
             * @memberof joulegate.v1.StorageState
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            StorageState.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.StorageState";
            };

            return StorageState;
        })();

        v1.SignedReading = (function() {

            /**
             * Properties of a SignedReading.
             * @typedef {Object} joulegate.v1.SignedReading.$Properties
             * @property {number|Long|null} [domain] SignedReading domain
             * @property {number|Long|null} [counter] SignedReading counter
             * @property {number|Long|null} [time] SignedReading time
             * @property {number|Long|null} [importWh] SignedReading importWh
             * @property {number|Long|null} [exportWh] SignedReading exportWh
             * @property {number|null} [powerW] SignedReading powerW
             * @property {number|null} [voltageMv] SignedReading voltageMv
             * @property {number|null} [frequencyMhz] SignedReading frequencyMhz
             * @property {number|null} [status] SignedReading status
             * @property {Uint8Array|null} [signature] SignedReading signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignedReading.
             * @memberof joulegate.v1
             * @interface ISignedReading
             * @augments joulegate.v1.SignedReading.$Properties
             * @deprecated Use joulegate.v1.SignedReading.$Properties instead.
             */

            /**
             * Shape of a SignedReading.
             * @typedef {joulegate.v1.SignedReading.$Properties} joulegate.v1.SignedReading.$Shape
             */

            /**
             * Constructs a new SignedReading.
             * @memberof joulegate.v1
             * @classdesc Represents a SignedReading.
             * @constructor
             * @param {joulegate.v1.SignedReading.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignedReading = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignedReading domain.
             * @member {number|Long|null|undefined} domain
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.domain = null;

            /**
             * SignedReading counter.
             * @member {number|Long|null|undefined} counter
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.counter = null;

            /**
             * SignedReading time.
             * @member {number|Long|null|undefined} time
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.time = null;

            /**
             * SignedReading importWh.
             * @member {number|Long|null|undefined} importWh
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.importWh = null;

            /**
             * SignedReading exportWh.
             * @member {number|Long|null|undefined} exportWh
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.exportWh = null;

            /**
             * SignedReading powerW.
             * @member {number|null|undefined} powerW
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.powerW = null;

            /**
             * SignedReading voltageMv.
             * @member {number|null|undefined} voltageMv
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.voltageMv = null;

            /**
             * SignedReading frequencyMhz.
             * @member {number|null|undefined} frequencyMhz
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.frequencyMhz = null;

            /**
             * SignedReading status.
             * @member {number|null|undefined} status
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.status = null;

            /**
             * SignedReading signature.
             * @member {Uint8Array|null|undefined} signature
             * @memberof joulegate.v1.SignedReading
             * @instance
             */
            SignedReading.prototype.signature = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_domain", {
                get: $util.oneOfGetter($oneOfFields = ["domain"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_counter", {
                get: $util.oneOfGetter($oneOfFields = ["counter"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_time", {
                get: $util.oneOfGetter($oneOfFields = ["time"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_importWh", {
                get: $util.oneOfGetter($oneOfFields = ["importWh"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_exportWh", {
                get: $util.oneOfGetter($oneOfFields = ["exportWh"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_powerW", {
                get: $util.oneOfGetter($oneOfFields = ["powerW"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_voltageMv", {
                get: $util.oneOfGetter($oneOfFields = ["voltageMv"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_frequencyMhz", {
                get: $util.oneOfGetter($oneOfFields = ["frequencyMhz"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_status", {
                get: $util.oneOfGetter($oneOfFields = ["status"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(SignedReading.prototype, "_signature", {
                get: $util.oneOfGetter($oneOfFields = ["signature"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new SignedReading instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {joulegate.v1.SignedReading.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.SignedReading} SignedReading instance
             * @type {{
             *   (properties: joulegate.v1.SignedReading.$Shape): joulegate.v1.SignedReading & joulegate.v1.SignedReading.$Shape;
             *   (properties?: joulegate.v1.SignedReading.$Properties): joulegate.v1.SignedReading;
             * }}
             */
            SignedReading.create = function(properties) {
                return new SignedReading(properties);
            };

            /**
             * Encodes the specified SignedReading message. Does not implicitly {@link joulegate.v1.SignedReading.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {joulegate.v1.SignedReading.$Properties} message SignedReading message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignedReading.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.domain != null && $Object.hasOwnProperty.call(message, "domain"))
                    writer.uint32(/* id 1, wireType 1 =*/9).fixed64(message.domain);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter"))
                    writer.uint32(/* id 2, wireType 1 =*/17).fixed64(message.counter);
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    writer.uint32(/* id 3, wireType 1 =*/25).fixed64(message.time);
                if (message.importWh != null && $Object.hasOwnProperty.call(message, "importWh"))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.importWh);
                if (message.exportWh != null && $Object.hasOwnProperty.call(message, "exportWh"))
                    writer.uint32(/* id 5, wireType 1 =*/41).fixed64(message.exportWh);
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW"))
                    writer.uint32(/* id 6, wireType 5 =*/53).sfixed32(message.powerW);
                if (message.voltageMv != null && $Object.hasOwnProperty.call(message, "voltageMv"))
                    writer.uint32(/* id 7, wireType 5 =*/61).fixed32(message.voltageMv);
                if (message.frequencyMhz != null && $Object.hasOwnProperty.call(message, "frequencyMhz"))
                    writer.uint32(/* id 8, wireType 5 =*/69).fixed32(message.frequencyMhz);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    writer.uint32(/* id 9, wireType 5 =*/77).fixed32(message.status);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignedReading message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.SignedReading & joulegate.v1.SignedReading.$Shape} SignedReading
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignedReading.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.SignedReading();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            message.domain = reader.fixed64();
                            message._domain = "domain";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            message.counter = reader.fixed64();
                            message._counter = "counter";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            message.time = reader.fixed64();
                            message._time = "time";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            message.importWh = reader.fixed64();
                            message._importWh = "importWh";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            message.exportWh = reader.fixed64();
                            message._exportWh = "exportWh";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            message.powerW = reader.sfixed32();
                            message._powerW = "powerW";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            message.voltageMv = reader.fixed32();
                            message._voltageMv = "voltageMv";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 5)
                                break;
                            message.frequencyMhz = reader.fixed32();
                            message._frequencyMhz = "frequencyMhz";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            message.status = reader.fixed32();
                            message._status = "status";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.signature = reader.bytes();
                            message._signature = "signature";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a SignedReading message.
             * @function verify
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SignedReading.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.domain != null && $Object.hasOwnProperty.call(message, "domain")) {
                    properties._domain = 1;
                    if (!$util.isInteger(message.domain) && !(message.domain && $util.isInteger(message.domain.low) && $util.isInteger(message.domain.high)))
                        return "domain: integer|Long expected";
                }
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter")) {
                    properties._counter = 1;
                    if (!$util.isInteger(message.counter) && !(message.counter && $util.isInteger(message.counter.low) && $util.isInteger(message.counter.high)))
                        return "counter: integer|Long expected";
                }
                if (message.time != null && $Object.hasOwnProperty.call(message, "time")) {
                    properties._time = 1;
                    if (!$util.isInteger(message.time) && !(message.time && $util.isInteger(message.time.low) && $util.isInteger(message.time.high)))
                        return "time: integer|Long expected";
                }
                if (message.importWh != null && $Object.hasOwnProperty.call(message, "importWh")) {
                    properties._importWh = 1;
                    if (!$util.isInteger(message.importWh) && !(message.importWh && $util.isInteger(message.importWh.low) && $util.isInteger(message.importWh.high)))
                        return "importWh: integer|Long expected";
                }
                if (message.exportWh != null && $Object.hasOwnProperty.call(message, "exportWh")) {
                    properties._exportWh = 1;
                    if (!$util.isInteger(message.exportWh) && !(message.exportWh && $util.isInteger(message.exportWh.low) && $util.isInteger(message.exportWh.high)))
                        return "exportWh: integer|Long expected";
                }
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW")) {
                    properties._powerW = 1;
                    if (!$util.isInteger(message.powerW))
                        return "powerW: integer expected";
                }
                if (message.voltageMv != null && $Object.hasOwnProperty.call(message, "voltageMv")) {
                    properties._voltageMv = 1;
                    if (!$util.isInteger(message.voltageMv))
                        return "voltageMv: integer expected";
                }
                if (message.frequencyMhz != null && $Object.hasOwnProperty.call(message, "frequencyMhz")) {
                    properties._frequencyMhz = 1;
                    if (!$util.isInteger(message.frequencyMhz))
                        return "frequencyMhz: integer expected";
                }
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    properties._status = 1;
                    if (!$util.isInteger(message.status))
                        return "status: integer expected";
                }
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature")) {
                    properties._signature = 1;
                    if (!(message.signature && typeof message.signature.length === "number" || $util.isString(message.signature)))
                        return "signature: buffer expected";
                }
                return null;
            };

            /**
             * Creates a SignedReading message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.SignedReading} SignedReading
             */
            SignedReading.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.SignedReading)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.SignedReading: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.SignedReading();
                if (object.domain != null)
                    if ($util.Long)
                        message.domain = $util.Long.fromValue(object.domain, true);
                    else if (typeof object.domain === "string")
                        message.domain = $parseInt(object.domain, 10);
                    else if (typeof object.domain === "number")
                        message.domain = object.domain;
                    else if (typeof object.domain === "object")
                        message.domain = new $util.LongBits(object.domain.low >>> 0, object.domain.high >>> 0).toNumber(true);
                if (object.counter != null)
                    if ($util.Long)
                        message.counter = $util.Long.fromValue(object.counter, true);
                    else if (typeof object.counter === "string")
                        message.counter = $parseInt(object.counter, 10);
                    else if (typeof object.counter === "number")
                        message.counter = object.counter;
                    else if (typeof object.counter === "object")
                        message.counter = new $util.LongBits(object.counter.low >>> 0, object.counter.high >>> 0).toNumber(true);
                if (object.time != null)
                    if ($util.Long)
                        message.time = $util.Long.fromValue(object.time, true);
                    else if (typeof object.time === "string")
                        message.time = $parseInt(object.time, 10);
                    else if (typeof object.time === "number")
                        message.time = object.time;
                    else if (typeof object.time === "object")
                        message.time = new $util.LongBits(object.time.low >>> 0, object.time.high >>> 0).toNumber(true);
                if (object.importWh != null)
                    if ($util.Long)
                        message.importWh = $util.Long.fromValue(object.importWh, true);
                    else if (typeof object.importWh === "string")
                        message.importWh = $parseInt(object.importWh, 10);
                    else if (typeof object.importWh === "number")
                        message.importWh = object.importWh;
                    else if (typeof object.importWh === "object")
                        message.importWh = new $util.LongBits(object.importWh.low >>> 0, object.importWh.high >>> 0).toNumber(true);
                if (object.exportWh != null)
                    if ($util.Long)
                        message.exportWh = $util.Long.fromValue(object.exportWh, true);
                    else if (typeof object.exportWh === "string")
                        message.exportWh = $parseInt(object.exportWh, 10);
                    else if (typeof object.exportWh === "number")
                        message.exportWh = object.exportWh;
                    else if (typeof object.exportWh === "object")
                        message.exportWh = new $util.LongBits(object.exportWh.low >>> 0, object.exportWh.high >>> 0).toNumber(true);
                if (object.powerW != null)
                    message.powerW = object.powerW | 0;
                if (object.voltageMv != null)
                    message.voltageMv = object.voltageMv >>> 0;
                if (object.frequencyMhz != null)
                    message.frequencyMhz = object.frequencyMhz >>> 0;
                if (object.status != null)
                    message.status = object.status >>> 0;
                if (object.signature != null)
                    if (typeof object.signature === "string")
                        $util.base64.decode(object.signature, message.signature = $util.newBuffer($util.base64.length(object.signature)), 0);
                    else if (object.signature.length >= 0)
                        message.signature = object.signature;
                return message;
            };

            /**
             * Creates a plain object from a SignedReading message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {joulegate.v1.SignedReading} message SignedReading
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SignedReading.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.domain != null && $Object.hasOwnProperty.call(message, "domain"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.domain = typeof message.domain === "number" ? $BigInt(message.domain) : $util.Long.fromBits(message.domain.low >>> 0, message.domain.high >>> 0, true).toBigInt();
                    else if (typeof message.domain === "number")
                        object.domain = options.longs === $String ? $String(message.domain) : message.domain;
                    else
                        object.domain = options.longs === $String ? $util.Long.prototype.toString.call(message.domain) : options.longs === $Number ? new $util.LongBits(message.domain.low >>> 0, message.domain.high >>> 0).toNumber(true) : message.domain;
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.counter = typeof message.counter === "number" ? $BigInt(message.counter) : $util.Long.fromBits(message.counter.low >>> 0, message.counter.high >>> 0, true).toBigInt();
                    else if (typeof message.counter === "number")
                        object.counter = options.longs === $String ? $String(message.counter) : message.counter;
                    else
                        object.counter = options.longs === $String ? $util.Long.prototype.toString.call(message.counter) : options.longs === $Number ? new $util.LongBits(message.counter.low >>> 0, message.counter.high >>> 0).toNumber(true) : message.counter;
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.time = typeof message.time === "number" ? $BigInt(message.time) : $util.Long.fromBits(message.time.low >>> 0, message.time.high >>> 0, true).toBigInt();
                    else if (typeof message.time === "number")
                        object.time = options.longs === $String ? $String(message.time) : message.time;
                    else
                        object.time = options.longs === $String ? $util.Long.prototype.toString.call(message.time) : options.longs === $Number ? new $util.LongBits(message.time.low >>> 0, message.time.high >>> 0).toNumber(true) : message.time;
                if (message.importWh != null && $Object.hasOwnProperty.call(message, "importWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.importWh = typeof message.importWh === "number" ? $BigInt(message.importWh) : $util.Long.fromBits(message.importWh.low >>> 0, message.importWh.high >>> 0, true).toBigInt();
                    else if (typeof message.importWh === "number")
                        object.importWh = options.longs === $String ? $String(message.importWh) : message.importWh;
                    else
                        object.importWh = options.longs === $String ? $util.Long.prototype.toString.call(message.importWh) : options.longs === $Number ? new $util.LongBits(message.importWh.low >>> 0, message.importWh.high >>> 0).toNumber(true) : message.importWh;
                if (message.exportWh != null && $Object.hasOwnProperty.call(message, "exportWh"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.exportWh = typeof message.exportWh === "number" ? $BigInt(message.exportWh) : $util.Long.fromBits(message.exportWh.low >>> 0, message.exportWh.high >>> 0, true).toBigInt();
                    else if (typeof message.exportWh === "number")
                        object.exportWh = options.longs === $String ? $String(message.exportWh) : message.exportWh;
                    else
                        object.exportWh = options.longs === $String ? $util.Long.prototype.toString.call(message.exportWh) : options.longs === $Number ? new $util.LongBits(message.exportWh.low >>> 0, message.exportWh.high >>> 0).toNumber(true) : message.exportWh;
                if (message.powerW != null && $Object.hasOwnProperty.call(message, "powerW"))
                    object.powerW = message.powerW;
                if (message.voltageMv != null && $Object.hasOwnProperty.call(message, "voltageMv"))
                    object.voltageMv = message.voltageMv;
                if (message.frequencyMhz != null && $Object.hasOwnProperty.call(message, "frequencyMhz"))
                    object.frequencyMhz = message.frequencyMhz;
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    object.status = message.status;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = options.bytes === $String ? $util.base64.encode(message.signature, 0, message.signature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.signature) : message.signature;
                return object;
            };

            /**
             * Converts this SignedReading to JSON.
             * @function toJSON
             * @memberof joulegate.v1.SignedReading
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SignedReading.prototype.toJSON = function() {
                return SignedReading.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SignedReading
             * @function getTypeUrl
             * @memberof joulegate.v1.SignedReading
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SignedReading.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.SignedReading";
            };

            return SignedReading;
        })();

        v1.Receipt = (function() {

            /**
             * Properties of a Receipt.
             * @typedef {Object} joulegate.v1.Receipt.$Properties
             * @property {Uint8Array|null} [id] Receipt id
             * @property {joulegate.v1.Receipt.State|null} [state] Receipt state
             * @property {string|null} [network] Receipt network
             * @property {string|null} [node] Receipt node
             * @property {number|Long|null} [blockNumber] Receipt blockNumber
             * @property {Uint8Array|null} [blockHash] Receipt blockHash
             * @property {Uint8Array|null} [transactionHash] Receipt transactionHash
             * @property {number|null} [transactionIndex] Receipt transactionIndex
             * @property {Uint8Array|null} [headerRlp] Receipt headerRlp
             * @property {Array.<Uint8Array>|null} [proof] Receipt proof
             * @property {string|null} [errorCode] Receipt errorCode
             * @property {string|null} [errorMessage] Receipt errorMessage
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Receipt.
             * @memberof joulegate.v1
             * @interface IReceipt
             * @augments joulegate.v1.Receipt.$Properties
             * @deprecated Use joulegate.v1.Receipt.$Properties instead.
             */

            /**
             * Shape of a Receipt.
             * @typedef {joulegate.v1.Receipt.$Properties} joulegate.v1.Receipt.$Shape
             */

            /**
             * Constructs a new Receipt.
             * @memberof joulegate.v1
             * @classdesc Represents a Receipt.
             * @constructor
             * @param {joulegate.v1.Receipt.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Receipt = function (properties) {
                this.proof = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Receipt id.
             * @member {Uint8Array} id
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.id = $util.newBuffer([]);

            /**
             * Receipt state.
             * @member {joulegate.v1.Receipt.State} state
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.state = 0;

            /**
             * Receipt network.
             * @member {string} network
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.network = "";

            /**
             * Receipt node.
             * @member {string} node
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.node = "";

            /**
             * Receipt blockNumber.
             * @member {number|Long} blockNumber
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.blockNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Receipt blockHash.
             * @member {Uint8Array} blockHash
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.blockHash = $util.newBuffer([]);

            /**
             * Receipt transactionHash.
             * @member {Uint8Array} transactionHash
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.transactionHash = $util.newBuffer([]);

            /**
             * Receipt transactionIndex.
             * @member {number} transactionIndex
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.transactionIndex = 0;

            /**
             * Receipt headerRlp.
             * @member {Uint8Array} headerRlp
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.headerRlp = $util.newBuffer([]);

            /**
             * Receipt proof.
             * @member {Array.<Uint8Array>} proof
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.proof = $util.emptyArray;

            /**
             * Receipt errorCode.
             * @member {string} errorCode
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.errorCode = "";

            /**
             * Receipt errorMessage.
             * @member {string} errorMessage
             * @memberof joulegate.v1.Receipt
             * @instance
             */
            Receipt.prototype.errorMessage = "";

            /**
             * Creates a new Receipt instance using the specified properties.
             * @function create
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {joulegate.v1.Receipt.$Properties=} [properties] Properties to set
             * @returns {joulegate.v1.Receipt} Receipt instance
             * @type {{
             *   (properties: joulegate.v1.Receipt.$Shape): joulegate.v1.Receipt & joulegate.v1.Receipt.$Shape;
             *   (properties?: joulegate.v1.Receipt.$Properties): joulegate.v1.Receipt;
             * }}
             */
            Receipt.create = function(properties) {
                return new Receipt(properties);
            };

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link joulegate.v1.Receipt.verify|verify} messages.
             * @function encode
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {joulegate.v1.Receipt.$Properties} message Receipt message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Receipt.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.id);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.state);
                if (message.network != null && $Object.hasOwnProperty.call(message, "network") && message.network !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.network);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.node);
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber") && (typeof message.blockNumber === "object" ? message.blockNumber.low || message.blockNumber.high : message.blockNumber !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.blockNumber);
                if (message.blockHash != null && $Object.hasOwnProperty.call(message, "blockHash") && message.blockHash.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.blockHash);
                if (message.transactionHash != null && $Object.hasOwnProperty.call(message, "transactionHash") && message.transactionHash.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.transactionHash);
                if (message.transactionIndex != null && $Object.hasOwnProperty.call(message, "transactionIndex") && message.transactionIndex !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.transactionIndex);
                if (message.headerRlp != null && $Object.hasOwnProperty.call(message, "headerRlp") && message.headerRlp.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.headerRlp);
                if (message.proof != null && message.proof.length)
                    for (let i = 0; i < message.proof.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.proof[i]);
                if (message.errorCode != null && $Object.hasOwnProperty.call(message, "errorCode") && message.errorCode !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.errorCode);
                if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.errorMessage);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @function decode
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {joulegate.v1.Receipt & joulegate.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Receipt.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.joulegate.v1.Receipt();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.network = value;
                            else
                                delete message.network;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.blockNumber = value;
                            else
                                delete message.blockNumber;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.blockHash = value;
                            else
                                delete message.blockHash;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.transactionHash = value;
                            else
                                delete message.transactionHash;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.transactionIndex = value;
                            else
                                delete message.transactionIndex;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.headerRlp = value;
                            else
                                delete message.headerRlp;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.proof && message.proof.length))
                                message.proof = [];
                            message.proof.push(reader.bytes());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.errorCode = value;
                            else
                                delete message.errorCode;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.errorMessage = value;
                            else
                                delete message.errorMessage;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Verifies a Receipt message.
             * @function verify
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Receipt.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!(message.id && typeof message.id.length === "number" || $util.isString(message.id)))
                        return "id: buffer expected";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (typeof message.state !== "number" || (message.state | 0) !== message.state)
                        return "state: enum value expected";
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    if (!$util.isString(message.network))
                        return "network: string expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber"))
                    if (!$util.isInteger(message.blockNumber) && !(message.blockNumber && $util.isInteger(message.blockNumber.low) && $util.isInteger(message.blockNumber.high)))
                        return "blockNumber: integer|Long expected";
                if (message.blockHash != null && $Object.hasOwnProperty.call(message, "blockHash"))
                    if (!(message.blockHash && typeof message.blockHash.length === "number" || $util.isString(message.blockHash)))
                        return "blockHash: buffer expected";
                if (message.transactionHash != null && $Object.hasOwnProperty.call(message, "transactionHash"))
                    if (!(message.transactionHash && typeof message.transactionHash.length === "number" || $util.isString(message.transactionHash)))
                        return "transactionHash: buffer expected";
                if (message.transactionIndex != null && $Object.hasOwnProperty.call(message, "transactionIndex"))
                    if (!$util.isInteger(message.transactionIndex))
                        return "transactionIndex: integer expected";
                if (message.headerRlp != null && $Object.hasOwnProperty.call(message, "headerRlp"))
                    if (!(message.headerRlp && typeof message.headerRlp.length === "number" || $util.isString(message.headerRlp)))
                        return "headerRlp: buffer expected";
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof")) {
                    if (!$Array.isArray(message.proof))
                        return "proof: array expected";
                    for (let i = 0; i < message.proof.length; ++i)
                        if (!(message.proof[i] && typeof message.proof[i].length === "number" || $util.isString(message.proof[i])))
                            return "proof: buffer[] expected";
                }
                if (message.errorCode != null && $Object.hasOwnProperty.call(message, "errorCode"))
                    if (!$util.isString(message.errorCode))
                        return "errorCode: string expected";
                if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage"))
                    if (!$util.isString(message.errorMessage))
                        return "errorMessage: string expected";
                return null;
            };

            /**
             * Creates a Receipt message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {joulegate.v1.Receipt} Receipt
             */
            Receipt.fromObject = function (object, _depth) {
                if (object instanceof $root.joulegate.v1.Receipt)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".joulegate.v1.Receipt: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.joulegate.v1.Receipt();
                if (object.id != null)
                    if (object.id.length)
                        if (typeof object.id === "string")
                            $util.base64.decode(object.id, message.id = $util.newBuffer($util.base64.length(object.id)), 0);
                        else if (object.id.length >= 0)
                            message.id = object.id;
                if (object.state !== 0 && (typeof object.state !== "string" || $root.joulegate.v1.Receipt.State[object.state] !== 0))
                    switch (object.state) {
                    case "STATE_UNSPECIFIED":
                    case 0:
                        message.state = 0;
                        break;
                    case "STATE_ACCEPTED":
                    case 1:
                        message.state = 1;
                        break;
                    case "STATE_INCLUDED":
                    case 2:
                        message.state = 2;
                        break;
                    case "STATE_FINAL":
                    case 3:
                        message.state = 3;
                        break;
                    case "STATE_REFUSED":
                    case 4:
                        message.state = 4;
                        break;
                    case "STATE_DEFERRED":
                    case 5:
                        message.state = 5;
                        break;
                    default:
                        if (typeof object.state === "number" && (object.state | 0) === object.state)
                            message.state = object.state;
                    }
                if (object.network != null)
                    if (typeof object.network !== "string" || object.network.length)
                        message.network = $String(object.network);
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.blockNumber != null)
                    if (typeof object.blockNumber === "object" ? object.blockNumber.low || object.blockNumber.high : $Number(object.blockNumber) !== 0)
                        if ($util.Long)
                            message.blockNumber = $util.Long.fromValue(object.blockNumber, true);
                        else if (typeof object.blockNumber === "string")
                            message.blockNumber = $parseInt(object.blockNumber, 10);
                        else if (typeof object.blockNumber === "number")
                            message.blockNumber = object.blockNumber;
                        else if (typeof object.blockNumber === "object")
                            message.blockNumber = new $util.LongBits(object.blockNumber.low >>> 0, object.blockNumber.high >>> 0).toNumber(true);
                if (object.blockHash != null)
                    if (object.blockHash.length)
                        if (typeof object.blockHash === "string")
                            $util.base64.decode(object.blockHash, message.blockHash = $util.newBuffer($util.base64.length(object.blockHash)), 0);
                        else if (object.blockHash.length >= 0)
                            message.blockHash = object.blockHash;
                if (object.transactionHash != null)
                    if (object.transactionHash.length)
                        if (typeof object.transactionHash === "string")
                            $util.base64.decode(object.transactionHash, message.transactionHash = $util.newBuffer($util.base64.length(object.transactionHash)), 0);
                        else if (object.transactionHash.length >= 0)
                            message.transactionHash = object.transactionHash;
                if (object.transactionIndex != null)
                    if ($Number(object.transactionIndex) !== 0)
                        message.transactionIndex = object.transactionIndex >>> 0;
                if (object.headerRlp != null)
                    if (object.headerRlp.length)
                        if (typeof object.headerRlp === "string")
                            $util.base64.decode(object.headerRlp, message.headerRlp = $util.newBuffer($util.base64.length(object.headerRlp)), 0);
                        else if (object.headerRlp.length >= 0)
                            message.headerRlp = object.headerRlp;
                if (object.proof) {
                    if (!$Array.isArray(object.proof))
                        throw $TypeError(".joulegate.v1.Receipt.proof: array expected");
                    message.proof = $Array(object.proof.length);
                    for (let i = 0; i < object.proof.length; ++i)
                        if (typeof object.proof[i] === "string")
                            $util.base64.decode(object.proof[i], message.proof[i] = $util.newBuffer($util.base64.length(object.proof[i])), 0);
                        else if (object.proof[i].length >= 0)
                            message.proof[i] = object.proof[i];
                }
                if (object.errorCode != null)
                    if (typeof object.errorCode !== "string" || object.errorCode.length)
                        message.errorCode = $String(object.errorCode);
                if (object.errorMessage != null)
                    if (typeof object.errorMessage !== "string" || object.errorMessage.length)
                        message.errorMessage = $String(object.errorMessage);
                return message;
            };

            /**
             * Creates a plain object from a Receipt message. Also converts values to other types if specified.
             * @function toObject
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {joulegate.v1.Receipt} message Receipt
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Receipt.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.proof = [];
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.id = "";
                    else {
                        object.id = [];
                        if (options.bytes !== $Array)
                            object.id = $util.newBuffer(object.id);
                    }
                    object.state = options.enums === $String ? "STATE_UNSPECIFIED" : 0;
                    object.network = "";
                    object.node = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.blockNumber = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.blockNumber = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.blockHash = "";
                    else {
                        object.blockHash = [];
                        if (options.bytes !== $Array)
                            object.blockHash = $util.newBuffer(object.blockHash);
                    }
                    if (options.bytes === $String)
                        object.transactionHash = "";
                    else {
                        object.transactionHash = [];
                        if (options.bytes !== $Array)
                            object.transactionHash = $util.newBuffer(object.transactionHash);
                    }
                    object.transactionIndex = 0;
                    if (options.bytes === $String)
                        object.headerRlp = "";
                    else {
                        object.headerRlp = [];
                        if (options.bytes !== $Array)
                            object.headerRlp = $util.newBuffer(object.headerRlp);
                    }
                    object.errorCode = "";
                    object.errorMessage = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = options.bytes === $String ? $util.base64.encode(message.id, 0, message.id.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.id) : message.id;
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = options.enums === $String ? $root.joulegate.v1.Receipt.State[message.state] === $undefined ? message.state : $root.joulegate.v1.Receipt.State[message.state] : message.state;
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    object.network = message.network;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.blockNumber != null && $Object.hasOwnProperty.call(message, "blockNumber"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.blockNumber = typeof message.blockNumber === "number" ? $BigInt(message.blockNumber) : $util.Long.fromBits(message.blockNumber.low >>> 0, message.blockNumber.high >>> 0, true).toBigInt();
                    else if (typeof message.blockNumber === "number")
                        object.blockNumber = options.longs === $String ? $String(message.blockNumber) : message.blockNumber;
                    else
                        object.blockNumber = options.longs === $String ? $util.Long.prototype.toString.call(message.blockNumber) : options.longs === $Number ? new $util.LongBits(message.blockNumber.low >>> 0, message.blockNumber.high >>> 0).toNumber(true) : message.blockNumber;
                if (message.blockHash != null && $Object.hasOwnProperty.call(message, "blockHash"))
                    object.blockHash = options.bytes === $String ? $util.base64.encode(message.blockHash, 0, message.blockHash.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.blockHash) : message.blockHash;
                if (message.transactionHash != null && $Object.hasOwnProperty.call(message, "transactionHash"))
                    object.transactionHash = options.bytes === $String ? $util.base64.encode(message.transactionHash, 0, message.transactionHash.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.transactionHash) : message.transactionHash;
                if (message.transactionIndex != null && $Object.hasOwnProperty.call(message, "transactionIndex"))
                    object.transactionIndex = message.transactionIndex;
                if (message.headerRlp != null && $Object.hasOwnProperty.call(message, "headerRlp"))
                    object.headerRlp = options.bytes === $String ? $util.base64.encode(message.headerRlp, 0, message.headerRlp.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.headerRlp) : message.headerRlp;
                if (message.proof && message.proof.length) {
                    object.proof = $Array(message.proof.length);
                    for (let j = 0; j < message.proof.length; ++j)
                        object.proof[j] = options.bytes === $String ? $util.base64.encode(message.proof[j], 0, message.proof[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.proof[j]) : message.proof[j];
                }
                if (message.errorCode != null && $Object.hasOwnProperty.call(message, "errorCode"))
                    object.errorCode = message.errorCode;
                if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage"))
                    object.errorMessage = message.errorMessage;
                return object;
            };

            /**
             * Converts this Receipt to JSON.
             * @function toJSON
             * @memberof joulegate.v1.Receipt
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Receipt.prototype.toJSON = function() {
                return Receipt.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Receipt
             * @function getTypeUrl
             * @memberof joulegate.v1.Receipt
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Receipt.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/joulegate.v1.Receipt";
            };

            /**
             * State enum.
             * @name joulegate.v1.Receipt.State
             * @enum {number}
             * @property {number} STATE_UNSPECIFIED=0 STATE_UNSPECIFIED value
             * @property {number} STATE_ACCEPTED=1 STATE_ACCEPTED value
             * @property {number} STATE_INCLUDED=2 STATE_INCLUDED value
             * @property {number} STATE_FINAL=3 STATE_FINAL value
             * @property {number} STATE_REFUSED=4 STATE_REFUSED value
             * @property {number} STATE_DEFERRED=5 STATE_DEFERRED value
             */
            Receipt.State = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "STATE_ACCEPTED"] = 1;
                values[valuesById[2] = "STATE_INCLUDED"] = 2;
                values[valuesById[3] = "STATE_FINAL"] = 3;
                values[valuesById[4] = "STATE_REFUSED"] = 4;
                values[valuesById[5] = "STATE_DEFERRED"] = 5;
                return values;
            })();

            return Receipt;
        })();

        return v1;
    })();

    return joulegate;
})();

export {
  $root as default
};
