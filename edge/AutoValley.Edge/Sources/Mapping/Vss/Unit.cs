namespace AutoValley.Edge.Sources.Mapping.Vss;

/// <summary>A unit as VSS spells it. A value in the base unit of its quantity is value × factor + offset.</summary>
/// <param name="Name">As VSS spells it, or as close to that as it goes for units that VSS lacks.</param>
/// <param name="Quantity">Units of one quantity can be converted into each other.</param>
/// <param name="Factor">Base units in one of it.</param>
/// <param name="Offset">Base units at its zero; of temperatures alone.</param>
internal sealed record Unit(string Name, string Quantity, double Factor, double Offset = 0);
