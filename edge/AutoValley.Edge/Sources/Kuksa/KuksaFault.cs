namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>Why a value is not among the samples.</summary>
internal enum KuksaFault
{
    /// <summary>The connection was lost, and the changes meanwhile are lost with it.</summary>
    Interruption,

    /// <summary>A value that its signal cannot have.</summary>
    Value,

    /// <summary>A signal that was not asked for, or is another than before.</summary>
    Signal,
}
