// Draws the last months of a tier. Without it the table beside shows the same numbers.
"use strict";

(() => {
  const box = document.getElementById("trend");
  const data = document.getElementById("trend-data");
  const table = document.getElementById("trend-table");
  if (!box || !data || !window.echarts) return;
  const { days, counts, aim, aimLabel, unit, today } = JSON.parse(data.textContent);
  const number = new Intl.NumberFormat("en-US");
  const last = counts.length - 1;
  box.hidden = false;
  table.open = false;
  const chart = window.echarts.init(box, null, { renderer: "svg" });

  // The colours are those of the page, in light, dark and print.
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function bounds() {
    const all = aim === null ? counts : [...counts, aim];
    const low = Math.min(...all);
    const high = Math.max(...all);
    const room = Math.max((high - low) * 0.12, 1);
    return { min: Math.max(0, Math.floor(low - room)), max: Math.ceil(high + room) };
  }

  function draw() {
    const ink = colour("--ink");
    const muted = colour("--muted");
    const line = colour("--link");
    const font = getComputedStyle(document.body).fontFamily;
    chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: font, color: ink },
        grid: { left: 8, right: 70, top: 38, bottom: 8, containLabel: true },
        tooltip: {
          trigger: "axis",
          renderMode: "richText",
          backgroundColor: colour("--card"),
          borderColor: colour("--line"),
          textStyle: { color: ink, fontFamily: font },
          formatter: ([point]) => `${days[point.dataIndex]}  ${number.format(counts[point.dataIndex])}`,
        },
        xAxis: {
          type: "category",
          data: days,
          boundaryGap: false,
          axisLine: { lineStyle: { color: muted } },
          axisTick: { show: false },
          axisLabel: { color: muted, hideOverlap: true, formatter: (day) => day.slice(0, 7) },
        },
        yAxis: {
          type: "value",
          ...bounds(),
          minInterval: 1,
          name: unit,
          nameTextStyle: { color: muted, align: "left" },
          splitLine: { lineStyle: { color: colour("--line") } },
          axisLabel: {
            color: muted,
            showMinLabel: false,
            showMaxLabel: false,
            formatter: (value) => number.format(value),
          },
        },
        series: [
          {
            type: "line",
            data: counts.map((value, at) =>
              at === last
                ? {
                    value,
                    symbol: "circle",
                    symbolSize: 9,
                    label: {
                      show: true,
                      position: "right",
                      color: ink,
                      fontWeight: "bold",
                      formatter: `${today}\n${number.format(value)}`,
                    },
                  }
                : { value, symbol: "none" },
            ),
            lineStyle: { color: line, width: 3 },
            itemStyle: { color: line },
            markLine:
              aim === null
                ? undefined
                : {
                    silent: true,
                    symbol: "none",
                    data: [{ yAxis: aim }],
                    lineStyle: { color: ink, type: "dashed", width: 1.5 },
                    label: { position: "insideStartTop", color: ink, formatter: aimLabel },
                  },
          },
        ],
      },
      true,
    );
  }

  function redraw() {
    chart.resize();
    draw();
  }

  draw();
  window.addEventListener("resize", redraw);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  window.matchMedia("print").addEventListener("change", redraw);
})();
