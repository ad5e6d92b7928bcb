import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace joulegate. */
export namespace joulegate {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an OrderAnnouncement.
         * @deprecated Use joulegate.v1.OrderAnnouncement.$Properties instead.
         */
        interface IOrderAnnouncement extends joulegate.v1.OrderAnnouncement.$Properties {
        }

        /** Represents an OrderAnnouncement. */
        class OrderAnnouncement {

            /**
             * Constructs a new OrderAnnouncement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.OrderAnnouncement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OrderAnnouncement transaction. */
            transaction?: (joulegate.v1.Transaction.$Properties|null);

            /** OrderAnnouncement owner. */
            owner: Uint8Array;

            /** OrderAnnouncement node. */
            node: string;

            /**
             * Creates a new OrderAnnouncement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OrderAnnouncement instance
             */
            static create(properties: joulegate.v1.OrderAnnouncement.$Shape): joulegate.v1.OrderAnnouncement & joulegate.v1.OrderAnnouncement.$Shape;
            static create(properties?: joulegate.v1.OrderAnnouncement.$Properties): joulegate.v1.OrderAnnouncement;

            /**
             * Encodes the specified OrderAnnouncement message. Does not implicitly {@link joulegate.v1.OrderAnnouncement.verify|verify} messages.
             * @param message OrderAnnouncement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.OrderAnnouncement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OrderAnnouncement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.OrderAnnouncement & joulegate.v1.OrderAnnouncement.$Shape} OrderAnnouncement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.OrderAnnouncement & joulegate.v1.OrderAnnouncement.$Shape;

            /**
             * Verifies an OrderAnnouncement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an OrderAnnouncement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns OrderAnnouncement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.OrderAnnouncement;

            /**
             * Creates a plain object from an OrderAnnouncement message. Also converts values to other types if specified.
             * @param message OrderAnnouncement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.OrderAnnouncement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this OrderAnnouncement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for OrderAnnouncement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace OrderAnnouncement {

            /** Properties of an OrderAnnouncement. */
            interface $Properties {

                /** OrderAnnouncement transaction */
                transaction?: (joulegate.v1.Transaction.$Properties|null);

                /** OrderAnnouncement owner */
                owner?: (Uint8Array|null);

                /** OrderAnnouncement node */
                node?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OrderAnnouncement. */
            type $Shape = {
              transaction?: joulegate.v1.Transaction.$Shape|null;
              owner?: Uint8Array|null;
              node?: string|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConsideredOrder.
         * @deprecated Use joulegate.v1.ConsideredOrder.$Properties instead.
         */
        interface IConsideredOrder extends joulegate.v1.ConsideredOrder.$Properties {
        }

        /** Represents a ConsideredOrder. */
        class ConsideredOrder {

            /**
             * Constructs a new ConsideredOrder.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.ConsideredOrder.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsideredOrder orderId. */
            orderId: Uint8Array;

            /** ConsideredOrder remainingWh. */
            remainingWh: (number|Long);

            /**
             * Creates a new ConsideredOrder instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConsideredOrder instance
             */
            static create(properties: joulegate.v1.ConsideredOrder.$Shape): joulegate.v1.ConsideredOrder & joulegate.v1.ConsideredOrder.$Shape;
            static create(properties?: joulegate.v1.ConsideredOrder.$Properties): joulegate.v1.ConsideredOrder;

            /**
             * Encodes the specified ConsideredOrder message. Does not implicitly {@link joulegate.v1.ConsideredOrder.verify|verify} messages.
             * @param message ConsideredOrder message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.ConsideredOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsideredOrder message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.ConsideredOrder & joulegate.v1.ConsideredOrder.$Shape} ConsideredOrder
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.ConsideredOrder & joulegate.v1.ConsideredOrder.$Shape;

            /**
             * Verifies a ConsideredOrder message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ConsideredOrder message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConsideredOrder
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.ConsideredOrder;

            /**
             * Creates a plain object from a ConsideredOrder message. Also converts values to other types if specified.
             * @param message ConsideredOrder
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.ConsideredOrder, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConsideredOrder to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ConsideredOrder
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ConsideredOrder {

            /** Properties of a ConsideredOrder. */
            interface $Properties {

                /** ConsideredOrder orderId */
                orderId?: (Uint8Array|null);

                /** ConsideredOrder remainingWh */
                remainingWh?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsideredOrder. */
            type $Shape = joulegate.v1.ConsideredOrder.$Properties;
        }

        /**
         * Properties of a MatchAnnouncement.
         * @deprecated Use joulegate.v1.MatchAnnouncement.$Properties instead.
         */
        interface IMatchAnnouncement extends joulegate.v1.MatchAnnouncement.$Properties {
        }

        /** Represents a MatchAnnouncement. */
        class MatchAnnouncement {

            /**
             * Constructs a new MatchAnnouncement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.MatchAnnouncement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MatchAnnouncement zone. */
            zone: number;

            /** MatchAnnouncement carrier. */
            carrier: number;

            /** MatchAnnouncement interval. */
            interval: (number|Long);

            /** MatchAnnouncement matches. */
            matches: joulegate.v1.Match.$Properties[];

            /** MatchAnnouncement rule. */
            rule: string;

            /** MatchAnnouncement node. */
            node: string;

            /** MatchAnnouncement priceCeilingMicroPerKwh. */
            priceCeilingMicroPerKwh: (number|Long);

            /** MatchAnnouncement considered. */
            considered: joulegate.v1.ConsideredOrder.$Properties[];

            /** MatchAnnouncement blockNumber. */
            blockNumber: (number|Long);

            /**
             * Creates a new MatchAnnouncement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MatchAnnouncement instance
             */
            static create(properties: joulegate.v1.MatchAnnouncement.$Shape): joulegate.v1.MatchAnnouncement & joulegate.v1.MatchAnnouncement.$Shape;
            static create(properties?: joulegate.v1.MatchAnnouncement.$Properties): joulegate.v1.MatchAnnouncement;

            /**
             * Encodes the specified MatchAnnouncement message. Does not implicitly {@link joulegate.v1.MatchAnnouncement.verify|verify} messages.
             * @param message MatchAnnouncement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.MatchAnnouncement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MatchAnnouncement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.MatchAnnouncement & joulegate.v1.MatchAnnouncement.$Shape} MatchAnnouncement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.MatchAnnouncement & joulegate.v1.MatchAnnouncement.$Shape;

            /**
             * Verifies a MatchAnnouncement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MatchAnnouncement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MatchAnnouncement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.MatchAnnouncement;

            /**
             * Creates a plain object from a MatchAnnouncement message. Also converts values to other types if specified.
             * @param message MatchAnnouncement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.MatchAnnouncement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MatchAnnouncement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MatchAnnouncement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MatchAnnouncement {

            /** Properties of a MatchAnnouncement. */
            interface $Properties {

                /** MatchAnnouncement zone */
                zone?: (number|null);

                /** MatchAnnouncement carrier */
                carrier?: (number|null);

                /** MatchAnnouncement interval */
                interval?: (number|Long|null);

                /** MatchAnnouncement matches */
                matches?: (joulegate.v1.Match.$Properties[]|null);

                /** MatchAnnouncement rule */
                rule?: (string|null);

                /** MatchAnnouncement node */
                node?: (string|null);

                /** MatchAnnouncement priceCeilingMicroPerKwh */
                priceCeilingMicroPerKwh?: (number|Long|null);

                /** MatchAnnouncement considered */
                considered?: (joulegate.v1.ConsideredOrder.$Properties[]|null);

                /** MatchAnnouncement blockNumber */
                blockNumber?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MatchAnnouncement. */
            type $Shape = joulegate.v1.MatchAnnouncement.$Properties;
        }

        /**
         * Properties of a Transaction.
         * @deprecated Use joulegate.v1.Transaction.$Properties instead.
         */
        interface ITransaction extends joulegate.v1.Transaction.$Properties {
        }

        /** Represents a Transaction. */
        class Transaction {

            /**
             * Constructs a new Transaction.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Transaction.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Transaction network. */
            network: string;

            /** Transaction id. */
            id: Uint8Array;

            /** Transaction created. */
            created: (number|Long);

            /** Transaction ownerSignature. */
            ownerSignature: Uint8Array;

            /** Transaction meterRegistration. */
            meterRegistration?: (joulegate.v1.MeterRegistration.$Properties|null);

            /** Transaction meterRotation. */
            meterRotation?: (joulegate.v1.MeterRotation.$Properties|null);

            /** Transaction meterRevocation. */
            meterRevocation?: (joulegate.v1.MeterRevocation.$Properties|null);

            /** Transaction admissionRequest. */
            admissionRequest?: (joulegate.v1.AdmissionRequest.$Properties|null);

            /** Transaction order. */
            order?: (joulegate.v1.Order.$Properties|null);

            /** Transaction orderCancellation. */
            orderCancellation?: (joulegate.v1.OrderCancellation.$Properties|null);

            /** Transaction carbonApplication. */
            carbonApplication?: (joulegate.v1.CarbonApplication.$Properties|null);

            /** Transaction permitOffer. */
            permitOffer?: (joulegate.v1.PermitOffer.$Properties|null);

            /** Transaction readingBatch. */
            readingBatch?: (joulegate.v1.ReadingBatch.$Properties|null);

            /** Transaction match. */
            match?: (joulegate.v1.Match.$Properties|null);

            /** Transaction settlement. */
            settlement?: (joulegate.v1.Settlement.$Properties|null);

            /** Transaction supplyAgreement. */
            supplyAgreement?: (joulegate.v1.SupplyAgreement.$Properties|null);

            /** Transaction storageState. */
            storageState?: (joulegate.v1.StorageState.$Properties|null);

            /** Transaction supplyTermination. */
            supplyTermination?: (joulegate.v1.SupplyTermination.$Properties|null);

            /** Transaction permitRetirement. */
            permitRetirement?: (joulegate.v1.PermitRetirement.$Properties|null);

            /** Transaction guaranteeRetirement. */
            guaranteeRetirement?: (joulegate.v1.GuaranteeRetirement.$Properties|null);

            /** Transaction recoveryRule. */
            recoveryRule?: (joulegate.v1.RecoveryRule.$Properties|null);

            /** Transaction recovery. */
            recovery?: (joulegate.v1.Recovery.$Properties|null);

            /** Transaction recoveryVeto. */
            recoveryVeto?: (joulegate.v1.RecoveryVeto.$Properties|null);

            /** Transaction body. */
            body?: ("meterRegistration"|"meterRotation"|"meterRevocation"|"admissionRequest"|"order"|"orderCancellation"|"carbonApplication"|"permitOffer"|"readingBatch"|"match"|"settlement"|"supplyAgreement"|"storageState"|"supplyTermination"|"permitRetirement"|"guaranteeRetirement"|"recoveryRule"|"recovery"|"recoveryVeto");

            /**
             * Creates a new Transaction instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Transaction instance
             */
            static create(properties: joulegate.v1.Transaction.$Shape): joulegate.v1.Transaction & joulegate.v1.Transaction.$Shape;
            static create(properties?: joulegate.v1.Transaction.$Properties): joulegate.v1.Transaction;

            /**
             * Encodes the specified Transaction message. Does not implicitly {@link joulegate.v1.Transaction.verify|verify} messages.
             * @param message Transaction message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Transaction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Transaction message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Transaction & joulegate.v1.Transaction.$Shape} Transaction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Transaction & joulegate.v1.Transaction.$Shape;

            /**
             * Verifies a Transaction message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Transaction message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Transaction
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Transaction;

            /**
             * Creates a plain object from a Transaction message. Also converts values to other types if specified.
             * @param message Transaction
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Transaction, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Transaction to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Transaction
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Transaction {

            /** Properties of a Transaction. */
            interface $Properties {

                /** Transaction network */
                network?: (string|null);

                /** Transaction id */
                id?: (Uint8Array|null);

                /** Transaction created */
                created?: (number|Long|null);

                /** Transaction ownerSignature */
                ownerSignature?: (Uint8Array|null);

                /** Transaction meterRegistration */
                meterRegistration?: (joulegate.v1.MeterRegistration.$Properties|null);

                /** Transaction meterRotation */
                meterRotation?: (joulegate.v1.MeterRotation.$Properties|null);

                /** Transaction meterRevocation */
                meterRevocation?: (joulegate.v1.MeterRevocation.$Properties|null);

                /** Transaction admissionRequest */
                admissionRequest?: (joulegate.v1.AdmissionRequest.$Properties|null);

                /** Transaction order */
                order?: (joulegate.v1.Order.$Properties|null);

                /** Transaction orderCancellation */
                orderCancellation?: (joulegate.v1.OrderCancellation.$Properties|null);

                /** Transaction carbonApplication */
                carbonApplication?: (joulegate.v1.CarbonApplication.$Properties|null);

                /** Transaction permitOffer */
                permitOffer?: (joulegate.v1.PermitOffer.$Properties|null);

                /** Transaction readingBatch */
                readingBatch?: (joulegate.v1.ReadingBatch.$Properties|null);

                /** Transaction match */
                match?: (joulegate.v1.Match.$Properties|null);

                /** Transaction settlement */
                settlement?: (joulegate.v1.Settlement.$Properties|null);

                /** Transaction supplyAgreement */
                supplyAgreement?: (joulegate.v1.SupplyAgreement.$Properties|null);

                /** Transaction storageState */
                storageState?: (joulegate.v1.StorageState.$Properties|null);

                /** Transaction supplyTermination */
                supplyTermination?: (joulegate.v1.SupplyTermination.$Properties|null);

                /** Transaction permitRetirement */
                permitRetirement?: (joulegate.v1.PermitRetirement.$Properties|null);

                /** Transaction guaranteeRetirement */
                guaranteeRetirement?: (joulegate.v1.GuaranteeRetirement.$Properties|null);

                /** Transaction recoveryRule */
                recoveryRule?: (joulegate.v1.RecoveryRule.$Properties|null);

                /** Transaction recovery */
                recovery?: (joulegate.v1.Recovery.$Properties|null);

                /** Transaction recoveryVeto */
                recoveryVeto?: (joulegate.v1.RecoveryVeto.$Properties|null);

                /** Transaction body */
                body?: ("meterRegistration"|"meterRotation"|"meterRevocation"|"admissionRequest"|"order"|"orderCancellation"|"carbonApplication"|"permitOffer"|"readingBatch"|"match"|"settlement"|"supplyAgreement"|"storageState"|"supplyTermination"|"permitRetirement"|"guaranteeRetirement"|"recoveryRule"|"recovery"|"recoveryVeto");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Transaction. */
            type $Shape = {
              network?: string|null;
              id?: Uint8Array|null;
              created?: number|Long|null;
              ownerSignature?: Uint8Array|null;
              meterRegistration?: joulegate.v1.MeterRegistration.$Shape|null;
              meterRotation?: joulegate.v1.MeterRotation.$Shape|null;
              meterRevocation?: joulegate.v1.MeterRevocation.$Shape|null;
              admissionRequest?: joulegate.v1.AdmissionRequest.$Shape|null;
              order?: joulegate.v1.Order.$Shape|null;
              orderCancellation?: joulegate.v1.OrderCancellation.$Shape|null;
              carbonApplication?: joulegate.v1.CarbonApplication.$Shape|null;
              permitOffer?: joulegate.v1.PermitOffer.$Shape|null;
              readingBatch?: joulegate.v1.ReadingBatch.$Shape|null;
              match?: joulegate.v1.Match.$Shape|null;
              settlement?: joulegate.v1.Settlement.$Shape|null;
              supplyAgreement?: joulegate.v1.SupplyAgreement.$Shape|null;
              storageState?: joulegate.v1.StorageState.$Shape|null;
              supplyTermination?: joulegate.v1.SupplyTermination.$Shape|null;
              permitRetirement?: joulegate.v1.PermitRetirement.$Shape|null;
              guaranteeRetirement?: joulegate.v1.GuaranteeRetirement.$Shape|null;
              recoveryRule?: joulegate.v1.RecoveryRule.$Shape|null;
              recovery?: joulegate.v1.Recovery.$Shape|null;
              recoveryVeto?: joulegate.v1.RecoveryVeto.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRegistration"; meterRegistration: joulegate.v1.MeterRegistration.$Shape; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRotation"; meterRegistration?: null; meterRotation: joulegate.v1.MeterRotation.$Shape; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "meterRevocation"; meterRegistration?: null; meterRotation?: null; meterRevocation: joulegate.v1.MeterRevocation.$Shape; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "admissionRequest"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest: joulegate.v1.AdmissionRequest.$Shape; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "order"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order: joulegate.v1.Order.$Shape; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "orderCancellation"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation: joulegate.v1.OrderCancellation.$Shape; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "carbonApplication"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication: joulegate.v1.CarbonApplication.$Shape; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "permitOffer"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer: joulegate.v1.PermitOffer.$Shape; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "readingBatch"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch: joulegate.v1.ReadingBatch.$Shape; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "match"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match: joulegate.v1.Match.$Shape; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "settlement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement: joulegate.v1.Settlement.$Shape; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "supplyAgreement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement: joulegate.v1.SupplyAgreement.$Shape; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "storageState"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState: joulegate.v1.StorageState.$Shape; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "supplyTermination"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination: joulegate.v1.SupplyTermination.$Shape; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "permitRetirement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement: joulegate.v1.PermitRetirement.$Shape; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "guaranteeRetirement"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement: joulegate.v1.GuaranteeRetirement.$Shape; recoveryRule?: null; recovery?: null; recoveryVeto?: null }|{ body?: "recoveryRule"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule: joulegate.v1.RecoveryRule.$Shape; recovery?: null; recoveryVeto?: null }|{ body?: "recovery"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery: joulegate.v1.Recovery.$Shape; recoveryVeto?: null }|{ body?: "recoveryVeto"; meterRegistration?: null; meterRotation?: null; meterRevocation?: null; admissionRequest?: null; order?: null; orderCancellation?: null; carbonApplication?: null; permitOffer?: null; readingBatch?: null; match?: null; settlement?: null; supplyAgreement?: null; storageState?: null; supplyTermination?: null; permitRetirement?: null; guaranteeRetirement?: null; recoveryRule?: null; recovery?: null; recoveryVeto: joulegate.v1.RecoveryVeto.$Shape })
            );
        }

        /**
         * Properties of a MeterRegistration.
         * @deprecated Use joulegate.v1.MeterRegistration.$Properties instead.
         */
        interface IMeterRegistration extends joulegate.v1.MeterRegistration.$Properties {
        }

        /** Represents a MeterRegistration. */
        class MeterRegistration {

            /**
             * Constructs a new MeterRegistration.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.MeterRegistration.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MeterRegistration owner. */
            owner: Uint8Array;

            /** MeterRegistration keyX. */
            keyX: Uint8Array;

            /** MeterRegistration keyY. */
            keyY: Uint8Array;

            /** MeterRegistration curve. */
            curve: number;

            /** MeterRegistration format. */
            format: number;

            /** MeterRegistration attestationClass. */
            attestationClass: number;

            /** MeterRegistration source. */
            source: number;

            /** MeterRegistration carrier. */
            carrier: number;

            /** MeterRegistration zone. */
            zone: number;

            /** MeterRegistration capacityW. */
            capacityW: (number|Long);

            /** MeterRegistration deadline. */
            deadline: (number|Long);

            /** MeterRegistration possessionSignature. */
            possessionSignature: Uint8Array;

            /**
             * Creates a new MeterRegistration instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MeterRegistration instance
             */
            static create(properties: joulegate.v1.MeterRegistration.$Shape): joulegate.v1.MeterRegistration & joulegate.v1.MeterRegistration.$Shape;
            static create(properties?: joulegate.v1.MeterRegistration.$Properties): joulegate.v1.MeterRegistration;

            /**
             * Encodes the specified MeterRegistration message. Does not implicitly {@link joulegate.v1.MeterRegistration.verify|verify} messages.
             * @param message MeterRegistration message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.MeterRegistration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MeterRegistration message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRegistration & joulegate.v1.MeterRegistration.$Shape} MeterRegistration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.MeterRegistration & joulegate.v1.MeterRegistration.$Shape;

            /**
             * Verifies a MeterRegistration message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MeterRegistration message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MeterRegistration
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.MeterRegistration;

            /**
             * Creates a plain object from a MeterRegistration message. Also converts values to other types if specified.
             * @param message MeterRegistration
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.MeterRegistration, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MeterRegistration to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MeterRegistration
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MeterRegistration {

            /** Properties of a MeterRegistration. */
            interface $Properties {

                /** MeterRegistration owner */
                owner?: (Uint8Array|null);

                /** MeterRegistration keyX */
                keyX?: (Uint8Array|null);

                /** MeterRegistration keyY */
                keyY?: (Uint8Array|null);

                /** MeterRegistration curve */
                curve?: (number|null);

                /** MeterRegistration format */
                format?: (number|null);

                /** MeterRegistration attestationClass */
                attestationClass?: (number|null);

                /** MeterRegistration source */
                source?: (number|null);

                /** MeterRegistration carrier */
                carrier?: (number|null);

                /** MeterRegistration zone */
                zone?: (number|null);

                /** MeterRegistration capacityW */
                capacityW?: (number|Long|null);

                /** MeterRegistration deadline */
                deadline?: (number|Long|null);

                /** MeterRegistration possessionSignature */
                possessionSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MeterRegistration. */
            type $Shape = joulegate.v1.MeterRegistration.$Properties;
        }

        /**
         * Properties of a MeterRotation.
         * @deprecated Use joulegate.v1.MeterRotation.$Properties instead.
         */
        interface IMeterRotation extends joulegate.v1.MeterRotation.$Properties {
        }

        /** Represents a MeterRotation. */
        class MeterRotation {

            /**
             * Constructs a new MeterRotation.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.MeterRotation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MeterRotation meter. */
            meter: Uint8Array;

            /** MeterRotation newKeyX. */
            newKeyX: Uint8Array;

            /** MeterRotation newKeyY. */
            newKeyY: Uint8Array;

            /** MeterRotation nonce. */
            nonce: (number|Long);

            /** MeterRotation possessionSignature. */
            possessionSignature: Uint8Array;

            /**
             * Creates a new MeterRotation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MeterRotation instance
             */
            static create(properties: joulegate.v1.MeterRotation.$Shape): joulegate.v1.MeterRotation & joulegate.v1.MeterRotation.$Shape;
            static create(properties?: joulegate.v1.MeterRotation.$Properties): joulegate.v1.MeterRotation;

            /**
             * Encodes the specified MeterRotation message. Does not implicitly {@link joulegate.v1.MeterRotation.verify|verify} messages.
             * @param message MeterRotation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.MeterRotation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MeterRotation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRotation & joulegate.v1.MeterRotation.$Shape} MeterRotation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.MeterRotation & joulegate.v1.MeterRotation.$Shape;

            /**
             * Verifies a MeterRotation message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MeterRotation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MeterRotation
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.MeterRotation;

            /**
             * Creates a plain object from a MeterRotation message. Also converts values to other types if specified.
             * @param message MeterRotation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.MeterRotation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MeterRotation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MeterRotation
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MeterRotation {

            /** Properties of a MeterRotation. */
            interface $Properties {

                /** MeterRotation meter */
                meter?: (Uint8Array|null);

                /** MeterRotation newKeyX */
                newKeyX?: (Uint8Array|null);

                /** MeterRotation newKeyY */
                newKeyY?: (Uint8Array|null);

                /** MeterRotation nonce */
                nonce?: (number|Long|null);

                /** MeterRotation possessionSignature */
                possessionSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MeterRotation. */
            type $Shape = joulegate.v1.MeterRotation.$Properties;
        }

        /**
         * Properties of a MeterRevocation.
         * @deprecated Use joulegate.v1.MeterRevocation.$Properties instead.
         */
        interface IMeterRevocation extends joulegate.v1.MeterRevocation.$Properties {
        }

        /** Represents a MeterRevocation. */
        class MeterRevocation {

            /**
             * Constructs a new MeterRevocation.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.MeterRevocation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MeterRevocation meter. */
            meter: Uint8Array;

            /** MeterRevocation nonce. */
            nonce: (number|Long);

            /**
             * Creates a new MeterRevocation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MeterRevocation instance
             */
            static create(properties: joulegate.v1.MeterRevocation.$Shape): joulegate.v1.MeterRevocation & joulegate.v1.MeterRevocation.$Shape;
            static create(properties?: joulegate.v1.MeterRevocation.$Properties): joulegate.v1.MeterRevocation;

            /**
             * Encodes the specified MeterRevocation message. Does not implicitly {@link joulegate.v1.MeterRevocation.verify|verify} messages.
             * @param message MeterRevocation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.MeterRevocation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MeterRevocation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.MeterRevocation & joulegate.v1.MeterRevocation.$Shape} MeterRevocation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.MeterRevocation & joulegate.v1.MeterRevocation.$Shape;

            /**
             * Verifies a MeterRevocation message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MeterRevocation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MeterRevocation
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.MeterRevocation;

            /**
             * Creates a plain object from a MeterRevocation message. Also converts values to other types if specified.
             * @param message MeterRevocation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.MeterRevocation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MeterRevocation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MeterRevocation
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MeterRevocation {

            /** Properties of a MeterRevocation. */
            interface $Properties {

                /** MeterRevocation meter */
                meter?: (Uint8Array|null);

                /** MeterRevocation nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MeterRevocation. */
            type $Shape = joulegate.v1.MeterRevocation.$Properties;
        }

        /**
         * Properties of a RecoveryRule.
         * @deprecated Use joulegate.v1.RecoveryRule.$Properties instead.
         */
        interface IRecoveryRule extends joulegate.v1.RecoveryRule.$Properties {
        }

        /** Represents a RecoveryRule. */
        class RecoveryRule {

            /**
             * Constructs a new RecoveryRule.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.RecoveryRule.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RecoveryRule owner. */
            owner: Uint8Array;

            /** RecoveryRule guardian. */
            guardian: Uint8Array;

            /** RecoveryRule delaySeconds. */
            delaySeconds: number;

            /** RecoveryRule nonce. */
            nonce: (number|Long);

            /**
             * Creates a new RecoveryRule instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RecoveryRule instance
             */
            static create(properties: joulegate.v1.RecoveryRule.$Shape): joulegate.v1.RecoveryRule & joulegate.v1.RecoveryRule.$Shape;
            static create(properties?: joulegate.v1.RecoveryRule.$Properties): joulegate.v1.RecoveryRule;

            /**
             * Encodes the specified RecoveryRule message. Does not implicitly {@link joulegate.v1.RecoveryRule.verify|verify} messages.
             * @param message RecoveryRule message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.RecoveryRule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RecoveryRule message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.RecoveryRule & joulegate.v1.RecoveryRule.$Shape} RecoveryRule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.RecoveryRule & joulegate.v1.RecoveryRule.$Shape;

            /**
             * Verifies a RecoveryRule message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RecoveryRule message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RecoveryRule
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.RecoveryRule;

            /**
             * Creates a plain object from a RecoveryRule message. Also converts values to other types if specified.
             * @param message RecoveryRule
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.RecoveryRule, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RecoveryRule to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RecoveryRule
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RecoveryRule {

            /** Properties of a RecoveryRule. */
            interface $Properties {

                /** RecoveryRule owner */
                owner?: (Uint8Array|null);

                /** RecoveryRule guardian */
                guardian?: (Uint8Array|null);

                /** RecoveryRule delaySeconds */
                delaySeconds?: (number|null);

                /** RecoveryRule nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RecoveryRule. */
            type $Shape = joulegate.v1.RecoveryRule.$Properties;
        }

        /**
         * Properties of a Recovery.
         * @deprecated Use joulegate.v1.Recovery.$Properties instead.
         */
        interface IRecovery extends joulegate.v1.Recovery.$Properties {
        }

        /** Represents a Recovery. */
        class Recovery {

            /**
             * Constructs a new Recovery.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Recovery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Recovery owner. */
            owner: Uint8Array;

            /** Recovery newOwner. */
            newOwner: Uint8Array;

            /** Recovery nonce. */
            nonce: (number|Long);

            /** Recovery deadline. */
            deadline: (number|Long);

            /** Recovery guardianSignature. */
            guardianSignature: Uint8Array;

            /**
             * Creates a new Recovery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Recovery instance
             */
            static create(properties: joulegate.v1.Recovery.$Shape): joulegate.v1.Recovery & joulegate.v1.Recovery.$Shape;
            static create(properties?: joulegate.v1.Recovery.$Properties): joulegate.v1.Recovery;

            /**
             * Encodes the specified Recovery message. Does not implicitly {@link joulegate.v1.Recovery.verify|verify} messages.
             * @param message Recovery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Recovery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Recovery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Recovery & joulegate.v1.Recovery.$Shape} Recovery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Recovery & joulegate.v1.Recovery.$Shape;

            /**
             * Verifies a Recovery message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Recovery message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Recovery
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Recovery;

            /**
             * Creates a plain object from a Recovery message. Also converts values to other types if specified.
             * @param message Recovery
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Recovery, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Recovery to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Recovery
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Recovery {

            /** Properties of a Recovery. */
            interface $Properties {

                /** Recovery owner */
                owner?: (Uint8Array|null);

                /** Recovery newOwner */
                newOwner?: (Uint8Array|null);

                /** Recovery nonce */
                nonce?: (number|Long|null);

                /** Recovery deadline */
                deadline?: (number|Long|null);

                /** Recovery guardianSignature */
                guardianSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Recovery. */
            type $Shape = joulegate.v1.Recovery.$Properties;
        }

        /**
         * Properties of a RecoveryVeto.
         * @deprecated Use joulegate.v1.RecoveryVeto.$Properties instead.
         */
        interface IRecoveryVeto extends joulegate.v1.RecoveryVeto.$Properties {
        }

        /** Represents a RecoveryVeto. */
        class RecoveryVeto {

            /**
             * Constructs a new RecoveryVeto.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.RecoveryVeto.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RecoveryVeto owner. */
            owner: Uint8Array;

            /** RecoveryVeto recoveryId. */
            recoveryId: Uint8Array;

            /**
             * Creates a new RecoveryVeto instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RecoveryVeto instance
             */
            static create(properties: joulegate.v1.RecoveryVeto.$Shape): joulegate.v1.RecoveryVeto & joulegate.v1.RecoveryVeto.$Shape;
            static create(properties?: joulegate.v1.RecoveryVeto.$Properties): joulegate.v1.RecoveryVeto;

            /**
             * Encodes the specified RecoveryVeto message. Does not implicitly {@link joulegate.v1.RecoveryVeto.verify|verify} messages.
             * @param message RecoveryVeto message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.RecoveryVeto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RecoveryVeto message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.RecoveryVeto & joulegate.v1.RecoveryVeto.$Shape} RecoveryVeto
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.RecoveryVeto & joulegate.v1.RecoveryVeto.$Shape;

            /**
             * Verifies a RecoveryVeto message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RecoveryVeto message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RecoveryVeto
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.RecoveryVeto;

            /**
             * Creates a plain object from a RecoveryVeto message. Also converts values to other types if specified.
             * @param message RecoveryVeto
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.RecoveryVeto, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RecoveryVeto to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RecoveryVeto
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RecoveryVeto {

            /** Properties of a RecoveryVeto. */
            interface $Properties {

                /** RecoveryVeto owner */
                owner?: (Uint8Array|null);

                /** RecoveryVeto recoveryId */
                recoveryId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RecoveryVeto. */
            type $Shape = joulegate.v1.RecoveryVeto.$Properties;
        }

        /**
         * Properties of an AdmissionRequest.
         * @deprecated Use joulegate.v1.AdmissionRequest.$Properties instead.
         */
        interface IAdmissionRequest extends joulegate.v1.AdmissionRequest.$Properties {
        }

        /** Represents an AdmissionRequest. */
        class AdmissionRequest {

            /**
             * Constructs a new AdmissionRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.AdmissionRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AdmissionRequest meter. */
            meter: Uint8Array;

            /** AdmissionRequest zone. */
            zone: number;

            /** AdmissionRequest nature. */
            nature: number;

            /** AdmissionRequest capacityW. */
            capacityW: (number|Long);

            /** AdmissionRequest priceMicroPerKwh. */
            priceMicroPerKwh: (number|Long);

            /** AdmissionRequest gridCodeProfile. */
            gridCodeProfile: Uint8Array;

            /** AdmissionRequest nonce. */
            nonce: (number|Long);

            /** AdmissionRequest deadline. */
            deadline: (number|Long);

            /** AdmissionRequest evidence. */
            evidence: Uint8Array[];

            /** AdmissionRequest underVoltageTripMv. */
            underVoltageTripMv: number;

            /** AdmissionRequest overVoltageTripMv. */
            overVoltageTripMv: number;

            /** AdmissionRequest underFrequencyTripMhz. */
            underFrequencyTripMhz: number;

            /** AdmissionRequest overFrequencyTripMhz. */
            overFrequencyTripMhz: number;

            /** AdmissionRequest reconnectDelaySeconds. */
            reconnectDelaySeconds: number;

            /** AdmissionRequest minPowerFactorPermille. */
            minPowerFactorPermille: number;

            /** AdmissionRequest thdPermille. */
            thdPermille: number;

            /** AdmissionRequest evidenceHash. */
            evidenceHash: Uint8Array;

            /**
             * Creates a new AdmissionRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AdmissionRequest instance
             */
            static create(properties: joulegate.v1.AdmissionRequest.$Shape): joulegate.v1.AdmissionRequest & joulegate.v1.AdmissionRequest.$Shape;
            static create(properties?: joulegate.v1.AdmissionRequest.$Properties): joulegate.v1.AdmissionRequest;

            /**
             * Encodes the specified AdmissionRequest message. Does not implicitly {@link joulegate.v1.AdmissionRequest.verify|verify} messages.
             * @param message AdmissionRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.AdmissionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AdmissionRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.AdmissionRequest & joulegate.v1.AdmissionRequest.$Shape} AdmissionRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.AdmissionRequest & joulegate.v1.AdmissionRequest.$Shape;

            /**
             * Verifies an AdmissionRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AdmissionRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AdmissionRequest
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.AdmissionRequest;

            /**
             * Creates a plain object from an AdmissionRequest message. Also converts values to other types if specified.
             * @param message AdmissionRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.AdmissionRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AdmissionRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for AdmissionRequest
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace AdmissionRequest {

            /** Properties of an AdmissionRequest. */
            interface $Properties {

                /** AdmissionRequest meter */
                meter?: (Uint8Array|null);

                /** AdmissionRequest zone */
                zone?: (number|null);

                /** AdmissionRequest nature */
                nature?: (number|null);

                /** AdmissionRequest capacityW */
                capacityW?: (number|Long|null);

                /** AdmissionRequest priceMicroPerKwh */
                priceMicroPerKwh?: (number|Long|null);

                /** AdmissionRequest gridCodeProfile */
                gridCodeProfile?: (Uint8Array|null);

                /** AdmissionRequest nonce */
                nonce?: (number|Long|null);

                /** AdmissionRequest deadline */
                deadline?: (number|Long|null);

                /** AdmissionRequest evidence */
                evidence?: (Uint8Array[]|null);

                /** AdmissionRequest underVoltageTripMv */
                underVoltageTripMv?: (number|null);

                /** AdmissionRequest overVoltageTripMv */
                overVoltageTripMv?: (number|null);

                /** AdmissionRequest underFrequencyTripMhz */
                underFrequencyTripMhz?: (number|null);

                /** AdmissionRequest overFrequencyTripMhz */
                overFrequencyTripMhz?: (number|null);

                /** AdmissionRequest reconnectDelaySeconds */
                reconnectDelaySeconds?: (number|null);

                /** AdmissionRequest minPowerFactorPermille */
                minPowerFactorPermille?: (number|null);

                /** AdmissionRequest thdPermille */
                thdPermille?: (number|null);

                /** AdmissionRequest evidenceHash */
                evidenceHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AdmissionRequest. */
            type $Shape = joulegate.v1.AdmissionRequest.$Properties;
        }

        /**
         * Properties of an Order.
         * @deprecated Use joulegate.v1.Order.$Properties instead.
         */
        interface IOrder extends joulegate.v1.Order.$Properties {
        }

        /** Represents an Order. */
        class Order {

            /**
             * Constructs a new Order.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Order.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Order meter. */
            meter: Uint8Array;

            /** Order side. */
            side: number;

            /** Order carrier. */
            carrier: number;

            /** Order zone. */
            zone: number;

            /** Order interval. */
            interval: (number|Long);

            /** Order energyWh. */
            energyWh: (number|Long);

            /** Order priceMicroPerKwh. */
            priceMicroPerKwh: (number|Long);

            /** Order expiry. */
            expiry: (number|Long);

            /** Order nonce. */
            nonce: (number|Long);

            /**
             * Creates a new Order instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Order instance
             */
            static create(properties: joulegate.v1.Order.$Shape): joulegate.v1.Order & joulegate.v1.Order.$Shape;
            static create(properties?: joulegate.v1.Order.$Properties): joulegate.v1.Order;

            /**
             * Encodes the specified Order message. Does not implicitly {@link joulegate.v1.Order.verify|verify} messages.
             * @param message Order message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Order.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Order message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Order & joulegate.v1.Order.$Shape} Order
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Order & joulegate.v1.Order.$Shape;

            /**
             * Verifies an Order message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Order message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Order
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Order;

            /**
             * Creates a plain object from an Order message. Also converts values to other types if specified.
             * @param message Order
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Order, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Order to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Order
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Order {

            /** Properties of an Order. */
            interface $Properties {

                /** Order meter */
                meter?: (Uint8Array|null);

                /** Order side */
                side?: (number|null);

                /** Order carrier */
                carrier?: (number|null);

                /** Order zone */
                zone?: (number|null);

                /** Order interval */
                interval?: (number|Long|null);

                /** Order energyWh */
                energyWh?: (number|Long|null);

                /** Order priceMicroPerKwh */
                priceMicroPerKwh?: (number|Long|null);

                /** Order expiry */
                expiry?: (number|Long|null);

                /** Order nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Order. */
            type $Shape = joulegate.v1.Order.$Properties;
        }

        /**
         * Properties of an OrderCancellation.
         * @deprecated Use joulegate.v1.OrderCancellation.$Properties instead.
         */
        interface IOrderCancellation extends joulegate.v1.OrderCancellation.$Properties {
        }

        /** Represents an OrderCancellation. */
        class OrderCancellation {

            /**
             * Constructs a new OrderCancellation.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.OrderCancellation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OrderCancellation orderId. */
            orderId: Uint8Array;

            /**
             * Creates a new OrderCancellation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OrderCancellation instance
             */
            static create(properties: joulegate.v1.OrderCancellation.$Shape): joulegate.v1.OrderCancellation & joulegate.v1.OrderCancellation.$Shape;
            static create(properties?: joulegate.v1.OrderCancellation.$Properties): joulegate.v1.OrderCancellation;

            /**
             * Encodes the specified OrderCancellation message. Does not implicitly {@link joulegate.v1.OrderCancellation.verify|verify} messages.
             * @param message OrderCancellation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.OrderCancellation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OrderCancellation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.OrderCancellation & joulegate.v1.OrderCancellation.$Shape} OrderCancellation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.OrderCancellation & joulegate.v1.OrderCancellation.$Shape;

            /**
             * Verifies an OrderCancellation message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an OrderCancellation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns OrderCancellation
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.OrderCancellation;

            /**
             * Creates a plain object from an OrderCancellation message. Also converts values to other types if specified.
             * @param message OrderCancellation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.OrderCancellation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this OrderCancellation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for OrderCancellation
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace OrderCancellation {

            /** Properties of an OrderCancellation. */
            interface $Properties {

                /** OrderCancellation orderId */
                orderId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OrderCancellation. */
            type $Shape = joulegate.v1.OrderCancellation.$Properties;
        }

        /**
         * Properties of a SupplyAgreement.
         * @deprecated Use joulegate.v1.SupplyAgreement.$Properties instead.
         */
        interface ISupplyAgreement extends joulegate.v1.SupplyAgreement.$Properties {
        }

        /** Represents a SupplyAgreement. */
        class SupplyAgreement {

            /**
             * Constructs a new SupplyAgreement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.SupplyAgreement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SupplyAgreement meter. */
            meter: Uint8Array;

            /** SupplyAgreement zone. */
            zone: number;

            /** SupplyAgreement maxPriceMicroPerKwh. */
            maxPriceMicroPerKwh: (number|Long);

            /** SupplyAgreement minPriceMicroPerKwh. */
            minPriceMicroPerKwh: (number|Long);

            /** SupplyAgreement validFrom. */
            validFrom: (number|Long);

            /** SupplyAgreement validUntil. */
            validUntil: (number|Long);

            /** SupplyAgreement nonce. */
            nonce: (number|Long);

            /**
             * Creates a new SupplyAgreement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SupplyAgreement instance
             */
            static create(properties: joulegate.v1.SupplyAgreement.$Shape): joulegate.v1.SupplyAgreement & joulegate.v1.SupplyAgreement.$Shape;
            static create(properties?: joulegate.v1.SupplyAgreement.$Properties): joulegate.v1.SupplyAgreement;

            /**
             * Encodes the specified SupplyAgreement message. Does not implicitly {@link joulegate.v1.SupplyAgreement.verify|verify} messages.
             * @param message SupplyAgreement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.SupplyAgreement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SupplyAgreement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.SupplyAgreement & joulegate.v1.SupplyAgreement.$Shape} SupplyAgreement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.SupplyAgreement & joulegate.v1.SupplyAgreement.$Shape;

            /**
             * Verifies a SupplyAgreement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SupplyAgreement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SupplyAgreement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.SupplyAgreement;

            /**
             * Creates a plain object from a SupplyAgreement message. Also converts values to other types if specified.
             * @param message SupplyAgreement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.SupplyAgreement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SupplyAgreement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for SupplyAgreement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace SupplyAgreement {

            /** Properties of a SupplyAgreement. */
            interface $Properties {

                /** SupplyAgreement meter */
                meter?: (Uint8Array|null);

                /** SupplyAgreement zone */
                zone?: (number|null);

                /** SupplyAgreement maxPriceMicroPerKwh */
                maxPriceMicroPerKwh?: (number|Long|null);

                /** SupplyAgreement minPriceMicroPerKwh */
                minPriceMicroPerKwh?: (number|Long|null);

                /** SupplyAgreement validFrom */
                validFrom?: (number|Long|null);

                /** SupplyAgreement validUntil */
                validUntil?: (number|Long|null);

                /** SupplyAgreement nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SupplyAgreement. */
            type $Shape = joulegate.v1.SupplyAgreement.$Properties;
        }

        /**
         * Properties of a SupplyTermination.
         * @deprecated Use joulegate.v1.SupplyTermination.$Properties instead.
         */
        interface ISupplyTermination extends joulegate.v1.SupplyTermination.$Properties {
        }

        /** Represents a SupplyTermination. */
        class SupplyTermination {

            /**
             * Constructs a new SupplyTermination.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.SupplyTermination.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SupplyTermination meter. */
            meter: Uint8Array;

            /** SupplyTermination nonce. */
            nonce: (number|Long);

            /**
             * Creates a new SupplyTermination instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SupplyTermination instance
             */
            static create(properties: joulegate.v1.SupplyTermination.$Shape): joulegate.v1.SupplyTermination & joulegate.v1.SupplyTermination.$Shape;
            static create(properties?: joulegate.v1.SupplyTermination.$Properties): joulegate.v1.SupplyTermination;

            /**
             * Encodes the specified SupplyTermination message. Does not implicitly {@link joulegate.v1.SupplyTermination.verify|verify} messages.
             * @param message SupplyTermination message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.SupplyTermination.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SupplyTermination message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.SupplyTermination & joulegate.v1.SupplyTermination.$Shape} SupplyTermination
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.SupplyTermination & joulegate.v1.SupplyTermination.$Shape;

            /**
             * Verifies a SupplyTermination message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SupplyTermination message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SupplyTermination
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.SupplyTermination;

            /**
             * Creates a plain object from a SupplyTermination message. Also converts values to other types if specified.
             * @param message SupplyTermination
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.SupplyTermination, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SupplyTermination to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for SupplyTermination
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace SupplyTermination {

            /** Properties of a SupplyTermination. */
            interface $Properties {

                /** SupplyTermination meter */
                meter?: (Uint8Array|null);

                /** SupplyTermination nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SupplyTermination. */
            type $Shape = joulegate.v1.SupplyTermination.$Properties;
        }

        /**
         * Properties of a CarbonApplication.
         * @deprecated Use joulegate.v1.CarbonApplication.$Properties instead.
         */
        interface ICarbonApplication extends joulegate.v1.CarbonApplication.$Properties {
        }

        /** Represents a CarbonApplication. */
        class CarbonApplication {

            /**
             * Constructs a new CarbonApplication.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.CarbonApplication.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CarbonApplication unit. */
            unit: Uint8Array;

            /** CarbonApplication period. */
            period: number;

            /** CarbonApplication grams. */
            grams: (number|Long);

            /** CarbonApplication maxPriceMicroPerKg. */
            maxPriceMicroPerKg: (number|Long);

            /** CarbonApplication expiry. */
            expiry: (number|Long);

            /** CarbonApplication nonce. */
            nonce: (number|Long);

            /**
             * Creates a new CarbonApplication instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CarbonApplication instance
             */
            static create(properties: joulegate.v1.CarbonApplication.$Shape): joulegate.v1.CarbonApplication & joulegate.v1.CarbonApplication.$Shape;
            static create(properties?: joulegate.v1.CarbonApplication.$Properties): joulegate.v1.CarbonApplication;

            /**
             * Encodes the specified CarbonApplication message. Does not implicitly {@link joulegate.v1.CarbonApplication.verify|verify} messages.
             * @param message CarbonApplication message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.CarbonApplication.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CarbonApplication message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.CarbonApplication & joulegate.v1.CarbonApplication.$Shape} CarbonApplication
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.CarbonApplication & joulegate.v1.CarbonApplication.$Shape;

            /**
             * Verifies a CarbonApplication message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CarbonApplication message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CarbonApplication
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.CarbonApplication;

            /**
             * Creates a plain object from a CarbonApplication message. Also converts values to other types if specified.
             * @param message CarbonApplication
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.CarbonApplication, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CarbonApplication to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CarbonApplication
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CarbonApplication {

            /** Properties of a CarbonApplication. */
            interface $Properties {

                /** CarbonApplication unit */
                unit?: (Uint8Array|null);

                /** CarbonApplication period */
                period?: (number|null);

                /** CarbonApplication grams */
                grams?: (number|Long|null);

                /** CarbonApplication maxPriceMicroPerKg */
                maxPriceMicroPerKg?: (number|Long|null);

                /** CarbonApplication expiry */
                expiry?: (number|Long|null);

                /** CarbonApplication nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CarbonApplication. */
            type $Shape = joulegate.v1.CarbonApplication.$Properties;
        }

        /**
         * Properties of a PermitOffer.
         * @deprecated Use joulegate.v1.PermitOffer.$Properties instead.
         */
        interface IPermitOffer extends joulegate.v1.PermitOffer.$Properties {
        }

        /** Represents a PermitOffer. */
        class PermitOffer {

            /**
             * Constructs a new PermitOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.PermitOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PermitOffer seller. */
            seller: Uint8Array;

            /** PermitOffer period. */
            period: number;

            /** PermitOffer grams. */
            grams: (number|Long);

            /** PermitOffer priceMicroPerKg. */
            priceMicroPerKg: (number|Long);

            /** PermitOffer expiry. */
            expiry: (number|Long);

            /** PermitOffer nonce. */
            nonce: (number|Long);

            /**
             * Creates a new PermitOffer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PermitOffer instance
             */
            static create(properties: joulegate.v1.PermitOffer.$Shape): joulegate.v1.PermitOffer & joulegate.v1.PermitOffer.$Shape;
            static create(properties?: joulegate.v1.PermitOffer.$Properties): joulegate.v1.PermitOffer;

            /**
             * Encodes the specified PermitOffer message. Does not implicitly {@link joulegate.v1.PermitOffer.verify|verify} messages.
             * @param message PermitOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.PermitOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PermitOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.PermitOffer & joulegate.v1.PermitOffer.$Shape} PermitOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.PermitOffer & joulegate.v1.PermitOffer.$Shape;

            /**
             * Verifies a PermitOffer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PermitOffer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PermitOffer
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.PermitOffer;

            /**
             * Creates a plain object from a PermitOffer message. Also converts values to other types if specified.
             * @param message PermitOffer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.PermitOffer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PermitOffer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PermitOffer
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PermitOffer {

            /** Properties of a PermitOffer. */
            interface $Properties {

                /** PermitOffer seller */
                seller?: (Uint8Array|null);

                /** PermitOffer period */
                period?: (number|null);

                /** PermitOffer grams */
                grams?: (number|Long|null);

                /** PermitOffer priceMicroPerKg */
                priceMicroPerKg?: (number|Long|null);

                /** PermitOffer expiry */
                expiry?: (number|Long|null);

                /** PermitOffer nonce */
                nonce?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PermitOffer. */
            type $Shape = joulegate.v1.PermitOffer.$Properties;
        }

        /**
         * Properties of a PermitRetirement.
         * @deprecated Use joulegate.v1.PermitRetirement.$Properties instead.
         */
        interface IPermitRetirement extends joulegate.v1.PermitRetirement.$Properties {
        }

        /** Represents a PermitRetirement. */
        class PermitRetirement {

            /**
             * Constructs a new PermitRetirement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.PermitRetirement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PermitRetirement owner. */
            owner: Uint8Array;

            /** PermitRetirement period. */
            period: number;

            /** PermitRetirement grams. */
            grams: (number|Long);

            /** PermitRetirement nonce. */
            nonce: (number|Long);

            /** PermitRetirement deadline. */
            deadline: (number|Long);

            /**
             * Creates a new PermitRetirement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PermitRetirement instance
             */
            static create(properties: joulegate.v1.PermitRetirement.$Shape): joulegate.v1.PermitRetirement & joulegate.v1.PermitRetirement.$Shape;
            static create(properties?: joulegate.v1.PermitRetirement.$Properties): joulegate.v1.PermitRetirement;

            /**
             * Encodes the specified PermitRetirement message. Does not implicitly {@link joulegate.v1.PermitRetirement.verify|verify} messages.
             * @param message PermitRetirement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.PermitRetirement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PermitRetirement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.PermitRetirement & joulegate.v1.PermitRetirement.$Shape} PermitRetirement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.PermitRetirement & joulegate.v1.PermitRetirement.$Shape;

            /**
             * Verifies a PermitRetirement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PermitRetirement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PermitRetirement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.PermitRetirement;

            /**
             * Creates a plain object from a PermitRetirement message. Also converts values to other types if specified.
             * @param message PermitRetirement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.PermitRetirement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PermitRetirement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PermitRetirement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PermitRetirement {

            /** Properties of a PermitRetirement. */
            interface $Properties {

                /** PermitRetirement owner */
                owner?: (Uint8Array|null);

                /** PermitRetirement period */
                period?: (number|null);

                /** PermitRetirement grams */
                grams?: (number|Long|null);

                /** PermitRetirement nonce */
                nonce?: (number|Long|null);

                /** PermitRetirement deadline */
                deadline?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PermitRetirement. */
            type $Shape = joulegate.v1.PermitRetirement.$Properties;
        }

        /**
         * Properties of a GuaranteeRetirement.
         * @deprecated Use joulegate.v1.GuaranteeRetirement.$Properties instead.
         */
        interface IGuaranteeRetirement extends joulegate.v1.GuaranteeRetirement.$Properties {
        }

        /** Represents a GuaranteeRetirement. */
        class GuaranteeRetirement {

            /**
             * Constructs a new GuaranteeRetirement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.GuaranteeRetirement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GuaranteeRetirement holder. */
            holder: Uint8Array;

            /** GuaranteeRetirement guaranteeId. */
            guaranteeId: Uint8Array;

            /** GuaranteeRetirement energyWh. */
            energyWh: (number|Long);

            /** GuaranteeRetirement beneficiary. */
            beneficiary: Uint8Array;

            /** GuaranteeRetirement purposeHash. */
            purposeHash: Uint8Array;

            /** GuaranteeRetirement nonce. */
            nonce: (number|Long);

            /** GuaranteeRetirement deadline. */
            deadline: (number|Long);

            /**
             * Creates a new GuaranteeRetirement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GuaranteeRetirement instance
             */
            static create(properties: joulegate.v1.GuaranteeRetirement.$Shape): joulegate.v1.GuaranteeRetirement & joulegate.v1.GuaranteeRetirement.$Shape;
            static create(properties?: joulegate.v1.GuaranteeRetirement.$Properties): joulegate.v1.GuaranteeRetirement;

            /**
             * Encodes the specified GuaranteeRetirement message. Does not implicitly {@link joulegate.v1.GuaranteeRetirement.verify|verify} messages.
             * @param message GuaranteeRetirement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.GuaranteeRetirement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GuaranteeRetirement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.GuaranteeRetirement & joulegate.v1.GuaranteeRetirement.$Shape} GuaranteeRetirement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.GuaranteeRetirement & joulegate.v1.GuaranteeRetirement.$Shape;

            /**
             * Verifies a GuaranteeRetirement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a GuaranteeRetirement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GuaranteeRetirement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.GuaranteeRetirement;

            /**
             * Creates a plain object from a GuaranteeRetirement message. Also converts values to other types if specified.
             * @param message GuaranteeRetirement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.GuaranteeRetirement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GuaranteeRetirement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for GuaranteeRetirement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace GuaranteeRetirement {

            /** Properties of a GuaranteeRetirement. */
            interface $Properties {

                /** GuaranteeRetirement holder */
                holder?: (Uint8Array|null);

                /** GuaranteeRetirement guaranteeId */
                guaranteeId?: (Uint8Array|null);

                /** GuaranteeRetirement energyWh */
                energyWh?: (number|Long|null);

                /** GuaranteeRetirement beneficiary */
                beneficiary?: (Uint8Array|null);

                /** GuaranteeRetirement purposeHash */
                purposeHash?: (Uint8Array|null);

                /** GuaranteeRetirement nonce */
                nonce?: (number|Long|null);

                /** GuaranteeRetirement deadline */
                deadline?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GuaranteeRetirement. */
            type $Shape = joulegate.v1.GuaranteeRetirement.$Properties;
        }

        /**
         * Properties of a ReadingBatch.
         * @deprecated Use joulegate.v1.ReadingBatch.$Properties instead.
         */
        interface IReadingBatch extends joulegate.v1.ReadingBatch.$Properties {
        }

        /** Represents a ReadingBatch. */
        class ReadingBatch {

            /**
             * Constructs a new ReadingBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.ReadingBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReadingBatch meter. */
            meter: Uint8Array;

            /** ReadingBatch firstCounter. */
            firstCounter: (number|Long);

            /** ReadingBatch count. */
            count: number;

            /** ReadingBatch root. */
            root: Uint8Array;

            /** ReadingBatch closing. */
            closing: Uint8Array;

            /**
             * Creates a new ReadingBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReadingBatch instance
             */
            static create(properties: joulegate.v1.ReadingBatch.$Shape): joulegate.v1.ReadingBatch & joulegate.v1.ReadingBatch.$Shape;
            static create(properties?: joulegate.v1.ReadingBatch.$Properties): joulegate.v1.ReadingBatch;

            /**
             * Encodes the specified ReadingBatch message. Does not implicitly {@link joulegate.v1.ReadingBatch.verify|verify} messages.
             * @param message ReadingBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.ReadingBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReadingBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.ReadingBatch & joulegate.v1.ReadingBatch.$Shape} ReadingBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.ReadingBatch & joulegate.v1.ReadingBatch.$Shape;

            /**
             * Verifies a ReadingBatch message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ReadingBatch message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReadingBatch
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.ReadingBatch;

            /**
             * Creates a plain object from a ReadingBatch message. Also converts values to other types if specified.
             * @param message ReadingBatch
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.ReadingBatch, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReadingBatch to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ReadingBatch
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ReadingBatch {

            /** Properties of a ReadingBatch. */
            interface $Properties {

                /** ReadingBatch meter */
                meter?: (Uint8Array|null);

                /** ReadingBatch firstCounter */
                firstCounter?: (number|Long|null);

                /** ReadingBatch count */
                count?: (number|null);

                /** ReadingBatch root */
                root?: (Uint8Array|null);

                /** ReadingBatch closing */
                closing?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReadingBatch. */
            type $Shape = joulegate.v1.ReadingBatch.$Properties;
        }

        /**
         * Properties of a Match.
         * @deprecated Use joulegate.v1.Match.$Properties instead.
         */
        interface IMatch extends joulegate.v1.Match.$Properties {
        }

        /** Represents a Match. */
        class Match {

            /**
             * Constructs a new Match.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Match.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Match sellOrderId. */
            sellOrderId: Uint8Array;

            /** Match buyOrderId. */
            buyOrderId: Uint8Array;

            /** Match energyWh. */
            energyWh: (number|Long);

            /** Match priceMicroPerKwh. */
            priceMicroPerKwh: (number|Long);

            /**
             * Creates a new Match instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Match instance
             */
            static create(properties: joulegate.v1.Match.$Shape): joulegate.v1.Match & joulegate.v1.Match.$Shape;
            static create(properties?: joulegate.v1.Match.$Properties): joulegate.v1.Match;

            /**
             * Encodes the specified Match message. Does not implicitly {@link joulegate.v1.Match.verify|verify} messages.
             * @param message Match message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Match.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Match message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Match & joulegate.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Match & joulegate.v1.Match.$Shape;

            /**
             * Verifies a Match message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Match message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Match
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Match;

            /**
             * Creates a plain object from a Match message. Also converts values to other types if specified.
             * @param message Match
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Match, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Match to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Match
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Match {

            /** Properties of a Match. */
            interface $Properties {

                /** Match sellOrderId */
                sellOrderId?: (Uint8Array|null);

                /** Match buyOrderId */
                buyOrderId?: (Uint8Array|null);

                /** Match energyWh */
                energyWh?: (number|Long|null);

                /** Match priceMicroPerKwh */
                priceMicroPerKwh?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Match. */
            type $Shape = joulegate.v1.Match.$Properties;
        }

        /**
         * Properties of a Settlement.
         * @deprecated Use joulegate.v1.Settlement.$Properties instead.
         */
        interface ISettlement extends joulegate.v1.Settlement.$Properties {
        }

        /** Represents a Settlement. */
        class Settlement {

            /**
             * Constructs a new Settlement.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Settlement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Settlement tradeId. */
            tradeId: Uint8Array;

            /**
             * Creates a new Settlement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Settlement instance
             */
            static create(properties: joulegate.v1.Settlement.$Shape): joulegate.v1.Settlement & joulegate.v1.Settlement.$Shape;
            static create(properties?: joulegate.v1.Settlement.$Properties): joulegate.v1.Settlement;

            /**
             * Encodes the specified Settlement message. Does not implicitly {@link joulegate.v1.Settlement.verify|verify} messages.
             * @param message Settlement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Settlement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Settlement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Settlement & joulegate.v1.Settlement.$Shape} Settlement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Settlement & joulegate.v1.Settlement.$Shape;

            /**
             * Verifies a Settlement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Settlement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Settlement
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Settlement;

            /**
             * Creates a plain object from a Settlement message. Also converts values to other types if specified.
             * @param message Settlement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Settlement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Settlement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Settlement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Settlement {

            /** Properties of a Settlement. */
            interface $Properties {

                /** Settlement tradeId */
                tradeId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Settlement. */
            type $Shape = joulegate.v1.Settlement.$Properties;
        }

        /**
         * Properties of a StorageState.
         * @deprecated Use joulegate.v1.StorageState.$Properties instead.
         */
        interface IStorageState extends joulegate.v1.StorageState.$Properties {
        }

        /** Represents a StorageState. */
        class StorageState {

            /**
             * Constructs a new StorageState.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.StorageState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StorageState meter. */
            meter: Uint8Array;

            /** StorageState time. */
            time: (number|Long);

            /** StorageState storedWh. */
            storedWh: (number|Long);

            /** StorageState usableWh. */
            usableWh: (number|Long);

            /** StorageState powerW. */
            powerW: number;

            /** StorageState maxChargeW. */
            maxChargeW: number;

            /** StorageState maxDischargeW. */
            maxDischargeW: number;

            /** StorageState salt. */
            salt: Uint8Array;

            /**
             * Creates a new StorageState instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StorageState instance
             */
            static create(properties: joulegate.v1.StorageState.$Shape): joulegate.v1.StorageState & joulegate.v1.StorageState.$Shape;
            static create(properties?: joulegate.v1.StorageState.$Properties): joulegate.v1.StorageState;

            /**
             * Encodes the specified StorageState message. Does not implicitly {@link joulegate.v1.StorageState.verify|verify} messages.
             * @param message StorageState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.StorageState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StorageState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.StorageState & joulegate.v1.StorageState.$Shape} StorageState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.StorageState & joulegate.v1.StorageState.$Shape;

            /**
             * Verifies a StorageState message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a StorageState message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StorageState
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.StorageState;

            /**
             * Creates a plain object from a StorageState message. Also converts values to other types if specified.
             * @param message StorageState
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.StorageState, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StorageState to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for StorageState
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace StorageState {

            /** Properties of a StorageState. */
            interface $Properties {

                /** StorageState meter */
                meter?: (Uint8Array|null);

                /** StorageState time */
                time?: (number|Long|null);

                /** StorageState storedWh */
                storedWh?: (number|Long|null);

                /** StorageState usableWh */
                usableWh?: (number|Long|null);

                /** StorageState powerW */
                powerW?: (number|null);

                /** StorageState maxChargeW */
                maxChargeW?: (number|null);

                /** StorageState maxDischargeW */
                maxDischargeW?: (number|null);

                /** StorageState salt */
                salt?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StorageState. */
            type $Shape = joulegate.v1.StorageState.$Properties;
        }

        /**
         * Properties of a SignedReading.
         * @deprecated Use joulegate.v1.SignedReading.$Properties instead.
         */
        interface ISignedReading extends joulegate.v1.SignedReading.$Properties {
        }

        /** Represents a SignedReading. */
        class SignedReading {

            /**
             * Constructs a new SignedReading.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.SignedReading.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedReading domain. */
            domain?: (number|Long|null);

            /** SignedReading counter. */
            counter?: (number|Long|null);

            /** SignedReading time. */
            time?: (number|Long|null);

            /** SignedReading importWh. */
            importWh?: (number|Long|null);

            /** SignedReading exportWh. */
            exportWh?: (number|Long|null);

            /** SignedReading powerW. */
            powerW?: (number|null);

            /** SignedReading voltageMv. */
            voltageMv?: (number|null);

            /** SignedReading frequencyMhz. */
            frequencyMhz?: (number|null);

            /** SignedReading status. */
            status?: (number|null);

            /** SignedReading signature. */
            signature?: (Uint8Array|null);

            /**
             * Creates a new SignedReading instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SignedReading instance
             */
            static create(properties: joulegate.v1.SignedReading.$Shape): joulegate.v1.SignedReading & joulegate.v1.SignedReading.$Shape;
            static create(properties?: joulegate.v1.SignedReading.$Properties): joulegate.v1.SignedReading;

            /**
             * Encodes the specified SignedReading message. Does not implicitly {@link joulegate.v1.SignedReading.verify|verify} messages.
             * @param message SignedReading message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.SignedReading.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedReading message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.SignedReading & joulegate.v1.SignedReading.$Shape} SignedReading
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.SignedReading & joulegate.v1.SignedReading.$Shape;

            /**
             * Verifies a SignedReading message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SignedReading message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SignedReading
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.SignedReading;

            /**
             * Creates a plain object from a SignedReading message. Also converts values to other types if specified.
             * @param message SignedReading
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.SignedReading, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SignedReading to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for SignedReading
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace SignedReading {

            /** Properties of a SignedReading. */
            interface $Properties {

                /** SignedReading domain */
                domain?: (number|Long|null);

                /** SignedReading counter */
                counter?: (number|Long|null);

                /** SignedReading time */
                time?: (number|Long|null);

                /** SignedReading importWh */
                importWh?: (number|Long|null);

                /** SignedReading exportWh */
                exportWh?: (number|Long|null);

                /** SignedReading powerW */
                powerW?: (number|null);

                /** SignedReading voltageMv */
                voltageMv?: (number|null);

                /** SignedReading frequencyMhz */
                frequencyMhz?: (number|null);

                /** SignedReading status */
                status?: (number|null);

                /** SignedReading signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedReading. */
            type $Shape = joulegate.v1.SignedReading.$Properties;
        }

        /**
         * Properties of a Receipt.
         * @deprecated Use joulegate.v1.Receipt.$Properties instead.
         */
        interface IReceipt extends joulegate.v1.Receipt.$Properties {
        }

        /** Represents a Receipt. */
        class Receipt {

            /**
             * Constructs a new Receipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: joulegate.v1.Receipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Receipt id. */
            id: Uint8Array;

            /** Receipt state. */
            state: joulegate.v1.Receipt.State;

            /** Receipt network. */
            network: string;

            /** Receipt node. */
            node: string;

            /** Receipt blockNumber. */
            blockNumber: (number|Long);

            /** Receipt blockHash. */
            blockHash: Uint8Array;

            /** Receipt transactionHash. */
            transactionHash: Uint8Array;

            /** Receipt transactionIndex. */
            transactionIndex: number;

            /** Receipt headerRlp. */
            headerRlp: Uint8Array;

            /** Receipt proof. */
            proof: Uint8Array[];

            /** Receipt errorCode. */
            errorCode: string;

            /** Receipt errorMessage. */
            errorMessage: string;

            /**
             * Creates a new Receipt instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Receipt instance
             */
            static create(properties: joulegate.v1.Receipt.$Shape): joulegate.v1.Receipt & joulegate.v1.Receipt.$Shape;
            static create(properties?: joulegate.v1.Receipt.$Properties): joulegate.v1.Receipt;

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link joulegate.v1.Receipt.verify|verify} messages.
             * @param message Receipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: joulegate.v1.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {joulegate.v1.Receipt & joulegate.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): joulegate.v1.Receipt & joulegate.v1.Receipt.$Shape;

            /**
             * Verifies a Receipt message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Receipt message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Receipt
             */
            static fromObject(object: { [k: string]: any }): joulegate.v1.Receipt;

            /**
             * Creates a plain object from a Receipt message. Also converts values to other types if specified.
             * @param message Receipt
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: joulegate.v1.Receipt, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Receipt to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Receipt
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Receipt {

            /** Properties of a Receipt. */
            interface $Properties {

                /** Receipt id */
                id?: (Uint8Array|null);

                /** Receipt state */
                state?: (joulegate.v1.Receipt.State|null);

                /** Receipt network */
                network?: (string|null);

                /** Receipt node */
                node?: (string|null);

                /** Receipt blockNumber */
                blockNumber?: (number|Long|null);

                /** Receipt blockHash */
                blockHash?: (Uint8Array|null);

                /** Receipt transactionHash */
                transactionHash?: (Uint8Array|null);

                /** Receipt transactionIndex */
                transactionIndex?: (number|null);

                /** Receipt headerRlp */
                headerRlp?: (Uint8Array|null);

                /** Receipt proof */
                proof?: (Uint8Array[]|null);

                /** Receipt errorCode */
                errorCode?: (string|null);

                /** Receipt errorMessage */
                errorMessage?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Receipt. */
            type $Shape = joulegate.v1.Receipt.$Properties;

            /** State enum. */
            enum State {

                /** STATE_UNSPECIFIED value */
                STATE_UNSPECIFIED = 0,

                /** STATE_ACCEPTED value */
                STATE_ACCEPTED = 1,

                /** STATE_INCLUDED value */
                STATE_INCLUDED = 2,

                /** STATE_FINAL value */
                STATE_FINAL = 3,

                /** STATE_REFUSED value */
                STATE_REFUSED = 4,

                /** STATE_DEFERRED value */
                STATE_DEFERRED = 5
            }
        }
    }
}
