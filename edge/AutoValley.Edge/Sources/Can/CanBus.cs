using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>A bus and a database of what is sent on it.</summary>
/// <param name="Name">The interface, as the log names it.</param>
/// <param name="Database">Its messages. A bus may have several databases; of two messages with one id the later counts.</param>
public sealed record CanBus(string Name, DbcFile Database);
