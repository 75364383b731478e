public import LosslessJSON

extension RecordShape {
    /// Who may change a member once it is there (spec MIG-12).
    public enum Access: Sendable, Hashable {
        /// Everybody, at any time.
        case free
        /// An absent one may be set, a present one may not change.
        case writeOnce
        /// An array whose elements stay where they are; new ones go last.
        case appendOnly
        /// As append-only; besides, a record that holds an element may not be removed.
        case auditTrail
        /// The writer alone.
        case writer
    }

    /// Whether a member has to be there, and what a reader takes for it if it is not.
    enum Presence: Sendable {
        case required
        case optional
        /// May be absent, but a file of the version that brought it should have it (a soft finding).
        case recommended
        case defaulted(JSONValue)
        /// Required from the version that brought it; an element of an older file gets a value of its own, if any.
        case derived(@Sendable (_ element: JSONValue, _ index: Int) -> JSONValue?)
    }

    /// One member of an object: its name, its shape, whether it has to be there, and who may change it.
    public struct Member: Sendable {
        let name: String
        var shape: RecordShape
        let presence: Presence
        let access: Access
        let about: String
        var since: SchemaVersion?

        /// A member that every record has.
        public static func required(
            _ name: String, _ shape: RecordShape, _ access: Access = .free, about: String = ""
        ) -> Member {
            Member(name: name, shape: shape, presence: .required, access: access, about: about)
        }

        /// A member that may be absent or null.
        public static func optional(
            _ name: String, _ shape: RecordShape, _ access: Access = .free, about: String = ""
        ) -> Member {
            Member(name: name, shape: shape, presence: .optional, access: access, about: about)
        }

        /// A member that may be absent or null, but whose absence is a soft finding in a file that could have it.
        public static func recommended(
            _ name: String, _ shape: RecordShape, _ access: Access = .free, about: String = ""
        ) -> Member {
            Member(name: name, shape: shape, presence: .recommended, access: access, about: about)
        }

        /// A member that reads as a given value where it is absent, and gets that value when an older file is raised.
        public static func defaulted(
            _ name: String, _ shape: RecordShape, to value: JSONValue, _ access: Access = .free, about: String = ""
        ) -> Member {
            Member(name: name, shape: shape, presence: .defaulted(value), access: access, about: about)
        }

        /// A member that every element has from this version on, and that is worked out for the elements of older files.
        ///
        /// The closure gets the element and its index in its array. It has to answer the same for the same element and
        /// index every time, or nil to leave the element as it is.
        public static func derived(
            _ name: String, _ shape: RecordShape, _ access: Access = .free, about: String = "",
            from value: @escaping @Sendable (_ element: JSONValue, _ index: Int) -> JSONValue?
        ) -> Member {
            Member(name: name, shape: shape, presence: .derived(value), access: access, about: about)
        }
    }
}
