namespace AutoValley.Edge.Sources.Dbc;

/// <summary>
/// What a DBC file says about the frames that its messages are sent in: the attribute VFrameFormat, a number of the names in its definition, of a message or
/// by default; and of the whole network the attribute ProtocolType.
/// </summary>
internal sealed class DbcFrameFormats
{
    /// <summary>The attribute of messages.</summary>
    public const string Attribute = "VFrameFormat";

    /// <summary>The attribute of the network.</summary>
    public const string ProtocolAttribute = "ProtocolType";

    private const string J1939Format = "J1939PG";
    private const string J1939Protocol = "J1939";

    private readonly Dictionary<uint, string> ofMessages = [];

    /// <summary>Names of the numbers, from 0.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>Name or number for messages that say nothing; empty when the file gives none.</summary>
    public string Default { get; set; } = "";

    /// <summary>Of the network; empty when the file says none.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>Name or number for a message.</summary>
    public void Set(uint message, string format) => ofMessages[message] = format;

    /// <summary>
    /// Whether a message is a parameter group of J1939: its format says so, and where it has none (and the default neither) the network's protocol does.
    /// </summary>
    public bool IsJ1939(uint message)
    {
        var format = ofMessages.GetValueOrDefault(message, Default);
        if (int.TryParse(format, out var number) && number >= 0 && number < Names.Count)
            format = Names[number];
        return format == J1939Format || (format.Length == 0 && Protocol == J1939Protocol);
    }
}
