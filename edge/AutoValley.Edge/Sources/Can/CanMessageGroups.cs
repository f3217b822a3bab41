using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// A message on a bus: its decoder, its signals as the sink knows them, and the groups of them. A group is a set of
/// signals that come together: one a <see cref="SignalSet"/>, and more of them only for CAN frames too short for the whole set.
/// </summary>
internal sealed class CanMessageGroups
{
    private readonly SignalSpec[] specs;
    private readonly CanGroup?[]?[] groups;

    public CanMessageGroups(MessageDecoder decoder, SignalSpec[] specs)
    {
        (Decoder, this.specs) = (decoder, specs);
        groups = new CanGroup?[decoder.SetCount][];
    }

    public MessageDecoder Decoder { get; }

    public IReadOnlyList<SignalSpec> Specs => specs;

    /// <summary>The same message as one sender on a J1939 bus sends it.</summary>
    /// <exception cref="SourceException">A signal's name leaves no room for the address.</exception>
    public CanMessageGroups SentBy(byte source, bool isNamed) =>
        new(Decoder, Array.ConvertAll(specs, spec => CanSignalNames.SentBy(spec, source, isNamed)));

    /// <summary>The group of a set in a CAN frame of so many bytes; null when no signal fits.</summary>
    public CanGroup? Group(SignalSet set, int length)
    {
        var byLength = groups[set.Number] ??= new CanGroup?[set.EndByte + 1];
        ref var group = ref byLength[Math.Min(length, set.EndByte)];
        return group ??= Fitting(set, length);
    }

    /// <summary>Apart from <see cref="Group"/>, so that what it captures is allocated at first use alone.</summary>
    private CanGroup? Fitting(SignalSet set, int length)
    {
        var signals = Array.FindAll(set.Signals, signal => signal.Signal.EndByte <= length);
        return signals.Length == 0 ? null : new CanGroup(signals, Array.ConvertAll(signals, Spec));
    }

    private SignalSpec Spec(SignalDecoder decoder) => specs[Array.IndexOf(Decoder.Signals, decoder)];
}
