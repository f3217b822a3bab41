using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// Gives the messages of all buses names that are unique among them: <c>CAN.message</c>; for one whose name an earlier bus or
/// message has already, <c>CAN.bus.message</c>; and where a bus has two of one name, <c>CAN.bus.message-id</c>. Only the order of
/// buses and databases decides, never what is on the bus: a signal is named alike in every drive, and values of two buses never
/// mix in one signal.
/// </summary>
internal sealed class CanSignalNames
{
    private const string Branch = "CAN.";

    private readonly HashSet<string> taken = [];

    /// <summary>The beginning of the names of the message's signals, without the last dot.</summary>
    public string Prefix(CanBus bus, DbcMessage message)
    {
        var busName = string.Concat(bus.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '-'));
        string[] candidates = [$"{Branch}{message.Name}", $"{Branch}{busName}.{message.Name}"];
        var prefix = Array.Find(candidates, taken.Add);
        if (prefix is null)
            taken.Add(prefix = $"{Branch}{busName}.{message.Name}-{message.Id:X}{(message.IsExtended ? "x" : "")}");
        return prefix;
    }

    /// <summary>The signal as the sink gets it.</summary>
    /// <exception cref="SourceException">The name is longer than signals' names may be.</exception>
    public static SignalSpec Spec(string prefix, SignalDecoder decoder, DbcFile file)
    {
        var signal = decoder.Signal;
        var name = $"{prefix}.{signal.Name}";
        if (!SignalDefinition.IsName(name))
            throw SourceException.At(file.Name, signal.Line, $"{name} is longer than {SignalDefinition.MaximumNameLength} characters");
        var unit = Cut(signal.Unit, SignalDefinition.MaximumUnitLength);
        return new SignalSpec(name, decoder.Type, unit, Cut(Description(signal), SignalDefinition.MaximumDescriptionLength));
    }

    /// <summary>The signal of a J1939 message as one sender's: its description says whose, and its name too where it is not the only one's.</summary>
    /// <exception cref="SourceException">The name is longer than signals' names may be.</exception>
    public static SignalSpec SentBy(SignalSpec spec, byte source, bool isNamed)
    {
        var sender = $" (J1939 address 0x{source:X2})";
        var name = isNamed ? spec.Name.Insert(spec.Name.LastIndexOf('.'), $"-from-{source:X2}") : spec.Name;
        if (!SignalDefinition.IsName(name))
            throw new SourceException($"{name} is longer than {SignalDefinition.MaximumNameLength} characters");
        return spec with { Name = name, Description = Cut(spec.Description, SignalDefinition.MaximumDescriptionLength - sender.Length) + sender };
    }

    private static string Description(DbcSignal signal)
    {
        var names = signal.ValueNames.Select(value => FormattableString.Invariant($"{value.Value.Value} = {value.Name}"));
        var values = string.Join(", ", names);
        return signal.Comment.Length == 0 || values.Length == 0 ? signal.Comment + values : $"{signal.Comment} ({values})";
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
