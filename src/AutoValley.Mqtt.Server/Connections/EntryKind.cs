namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What awaits a new connection.</summary>
internal enum EntryKind
{
    /// <summary>There is room.</summary>
    Room,

    /// <summary>There is none; its CONNECT is answered with a refusal.</summary>
    Full,

    /// <summary>Its address has as many as one may have; its CONNECT is answered with a refusal.</summary>
    AddressFull,
}
